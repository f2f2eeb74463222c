// A token bucket as a value: `tokens` refill at `rate` per second up to `burst`.
// Taking more than there is leaves a debt, so that a costly call is paid for afterwards.

export interface Bucket {
  tokens: number;
  /** ms since 1970 */
  at: number;
}

export interface BucketRate {
  burst: number;
  /** Tokens per second. */
  rate: number;
}

export function refill(
  bucket: Bucket | undefined,
  { burst, rate }: BucketRate,
  now: number,
): Bucket {
  if (!bucket) return { tokens: burst, at: now };
  const gained = (Math.max(0, now - bucket.at) / 1_000) * rate;
  return { tokens: Math.min(burst, bucket.tokens + gained), at: now };
}

/** Milliseconds until one token is there; 0 where it is now. */
export function waitFor(bucket: Bucket, { rate }: BucketRate): number {
  return bucket.tokens >= 1 ? 0 : Math.ceil(((1 - bucket.tokens) / rate) * 1_000);
}
