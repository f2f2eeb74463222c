// What bucket.js answers, for its tests.
// The part of R2 that the worker uses, and nothing more.

export type ServedBucket = Pick<
  R2Bucket,
  "put" | "head" | "get" | "delete" | "createMultipartUpload" | "resumeMultipartUpload"
>;

export function bucketOver(disk: Pick<Fetcher, "fetch">): ServedBucket;
