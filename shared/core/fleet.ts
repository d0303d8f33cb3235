/** A service and what its task definition says of images, as the fleet index knows it. */
export type FleetService = {
  readonly serviceArn: string;
  readonly clusterArn: string;
  readonly taskDefinition: string;
  readonly images: readonly FleetImage[];
  /** The task definition's tags that are for us: `deckhand:…`. */
  readonly tags: Readonly<Record<string, string>>;
};

/** A container, its image and its labels for us (`deckhand.…`), as the task definition writes them. */
export type FleetImage = {
  readonly container: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
};

/** `account/region/repository`: what the index is asked by. */
export type RepositoryName = {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
};

/** Which services use which repository, so that a push costs work for those it concerns, however large the fleet. */
export type Fleet = {
  readonly servicesUsing: (repository: RepositoryName) => Promise<readonly FleetService[]>;
  /** What is known of these services, in any order; those unknown are left out. */
  readonly recall: (serviceArns: readonly string[]) => Promise<readonly FleetService[]>;
  /** What is known of a cluster's services whose ARNs come after one, up to another or to the end. */
  readonly within: (
    clusterArn: string,
    after: string,
    upTo: string | null,
  ) => Promise<readonly FleetService[]>;
  /** Puts a service in the place of what was known of it; `before` tells which entries are out of date. */
  readonly remember: (service: FleetService, before: FleetService | null) => Promise<void>;
  readonly forget: (service: FleetService) => Promise<void>;
};

/** Keep the index right: a service runs other images now. */
export type RememberService = {
  readonly do: 'remember-service';
  readonly service: FleetService;
  readonly before: FleetService | null;
};

/** Keep the index right: the service is gone. */
export type ForgetService = { readonly do: 'forget-service'; readonly service: FleetService };
