// Of `node:crypto`, which workerd has: the three functions that passwords need.
// The types of Node would bring its globals along, which are not there.

declare module "node:crypto" {
  interface Cost {
    N: number;
    r: number;
    p: number;
  }
  export function scrypt(
    password: string,
    salt: Uint8Array,
    length: number,
    cost: Cost,
    done: (error: Error | null, key: Uint8Array) => void,
  ): void;
  export function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
}
