// Frames that arrive during a commit: decided together after it, in the order in which they came.

import { expect, test, vi } from "vitest";
import { Intake } from "../../src/worker/objects/intake.ts";

function set() {
  const done: string[] = [];
  const commits: (() => void)[] = [];
  let written = 0;
  const intake = new Intake({
    written: () => written,
    stored: () => new Promise((resolve) => commits.push(resolve)),
    began: () => done.push("("),
    decided: () => done.push(")"),
  });
  const write = (name: string) =>
    intake.take(() => {
      written += 1;
      done.push(name);
    });
  const read = (name: string) => intake.take(() => void done.push(name));
  /** The commit that is under way is stored. */
  const store = async () => {
    commits.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { done, commits, intake, write, read, store };
}

test("what writes nothing waits for nothing", () => {
  const { done, commits, read } = set();
  read("a");
  read("b");
  expect(done).toEqual(["a", "b"]);
  expect(commits).toHaveLength(0);
});

test("those that come during a commit share the next one, in order, readers among them", async () => {
  const { done, commits, write, read, store } = set();
  write("a");
  write("b");
  read("c");
  write("d");
  expect(done).toEqual(["a"]);
  expect(commits).toHaveLength(1);
  await store();
  expect(done).toEqual(["a", "(", "b", "c", "d", ")"]);
  expect(commits).toHaveLength(1);
  write("e");
  expect(done).toHaveLength(6);
  await store();
  expect(done).toEqual(["a", "(", "b", "c", "d", ")", "e"]);
});

test("one that throws is a bug of its own: the others of its commit go on", async () => {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const { done, intake, write, store } = set();
  write("a");
  intake.take(() => {
    throw new Error("a bug");
  });
  write("c");
  await store();
  expect(done).toEqual(["a", "(", "c", ")"]);
  expect(error).toHaveBeenCalledOnce();
  error.mockRestore();
});
