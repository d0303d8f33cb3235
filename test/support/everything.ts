/** A `deckhand.yml` that asks for every feature, and narrows none of them. */
export const everything = `
mode: act
reservedConcurrency: { taskStopped: 20 }
restart:
  crashLoop: { then: rollback }
deploy: { policy: all, schedules: true }
cleanup:
  rules:
    - match: { repository: '*' }
      lifecyclePolicy:
        rules:
          - rulePriority: 1
            selection: { tagStatus: any, storageClass: archive, countType: sinceImageTransitioned, countUnit: days, countNumber: 90 }
            action: { type: expire }
          - rulePriority: 2
            selection: { tagStatus: any, countType: sinceImagePulled, countUnit: days, countNumber: 30 }
            action: { type: transition, targetStorageClass: archive }
notify:
  receivers:
    - name: ops
      slack: { channel: '#ops' }
      webhook: { url: 'https://example.com/hook', secretSecret: deckhand/hook }
      sns: { topicArn: 'arn:aws:sns:us-east-1:123456789012:ops' }
`;
