// What emoji.mjs gives to the tests, which are checked.

export function compactEmoji(): string;
