/**
 * The words of the local cloud: a small AWS that answers at the SDK's `requestHandler` and over HTTP. One factory
 * per service, one file per API action, and behaviour that goes on in virtual time.
 */

/** JSON as it travels, before anybody knows its shape. */
export type Body = { readonly [field: string]: unknown };

/** Who calls: one of the stack's functions, or `operator`, who may do everything. */
export type Principal = {
  readonly name: string;
  readonly roleArn: string;
  /** The AWS service that calls on the role's behalf: `scheduler.amazonaws.com`. */
  readonly invokedBy?: string;
};

/** Virtual time: things happen in order of their time, then in order of being planned. */
export type VirtualTime = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Plans `happen` for `delayMs` from now; answers how to call it off. */
  readonly after: (delayMs: number, what: string, happen: () => void | Promise<void>) => () => void;
  /** Lets everything happen that is due within `durationMs`, awaiting each, and moves the clock there. */
  readonly pass: (durationMs: number) => Promise<void>;
  /** Lets everything happen until nothing is planned, or `limitMs` has passed. */
  readonly settle: (limitMs: number) => Promise<void>;
};

/** Seeded chance. */
export type Dice = {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** `length` hexadecimal digits. */
  readonly hex: (length: number) => string;
  readonly uuid: () => string;
};

/** An event on its way to the default bus; the envelope's other fields are filled in. */
export type BusEvent = {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources?: readonly string[];
  readonly detail: Body;
};

/** What every service is built with. */
export type Kernel = {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly time: VirtualTime;
  readonly dice: Dice;
  /** Puts an event on the default bus: matched against the stack's rules and delivered, at least once. */
  readonly emit: (event: BusEvent) => void;
  /** Notes something for the rehearsal's timeline. `who` is `ecs`, `slack`, … */
  readonly tell: (who: string, what: string, detail?: Body) => void;
};

/** What an action may know about the call besides its input. */
export type Caller = { readonly principal: Principal; readonly region: string };

/** Something IAM has to allow: `ecs:RunTask` on a resource, with the condition keys the API offers. */
export type Permission = {
  readonly action: string;
  readonly resource: string;
  readonly context?: { readonly [conditionKey: string]: string };
};

/** One API action. `answer` throws `ApiError` for what AWS refuses. */
export type ApiAction = {
  /** What IAM asks for; without it, `service:Action` on `*`. */
  readonly permissions?: (input: Body, kernel: Kernel) => readonly Permission[];
  readonly answer: (input: Body, caller: Caller) => Body | Promise<Body>;
};

/** One AWS service: its IAM prefix and its actions by name. */
export type Service = {
  readonly name: string;
  readonly actions: { readonly [action: string]: ApiAction };
};

/** What AWS answers when it refuses: `code` is the exception's name, without a namespace. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly status: number;
  /** Further members of the error's body, `Item` of a failed DynamoDB condition for instance. */
  readonly body: Body;

  constructor(code: string, message: string, status = 400, body: Body = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.body = body;
  }
}

/** One API call as it went, for the stories' assertions and the timeline. */
export type CallRecord = {
  readonly at: number;
  readonly principal: string;
  readonly service: string;
  readonly action: string;
  readonly input: Body;
  /** `ok`, or the error's code. */
  readonly outcome: string;
  /** Which invocation made it, counted from 1; 0 for callers that are none. */
  readonly invocation: number;
};
