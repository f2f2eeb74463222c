// Rows kept in memory: true until their table is written, by whatever statement.

import { expect, test } from "vitest";
import { KeptRows } from "../../src/lib/kept-rows.ts";

function asking() {
  const kept = new KeptRows();
  let asked = 0;
  const role = (person: string) =>
    kept.rows("role", "SELECT role FROM role WHERE person = ?", [person], () => {
      asked++;
      return [{ role: `${person} ${asked}` }];
    })[0]?.role;
  return { kept, role, count: () => asked };
}

test("what was read is not read again, by what is bound", () => {
  const { role, count } = asking();
  expect([role("a"), role("a"), role("b"), role("a"), role("b")]).toEqual([
    "a 1",
    "a 1",
    "b 2",
    "a 1",
    "b 2",
  ]);
  expect(count()).toBe(2);
});

test.each([
  "INSERT INTO role (person, role) VALUES (?, ?)",
  "INSERT OR REPLACE INTO role (person, role) VALUES (?, ?)",
  "REPLACE INTO role VALUES (?, ?)",
  "\n  UPDATE role SET role = ?",
  "update or ignore role SET role = ?",
  "DELETE FROM role WHERE person = ?",
  "CREATE TABLE other (x)",
  "ALTER TABLE role ADD COLUMN x",
  "WITH more AS (SELECT 1) INSERT INTO role SELECT * FROM more",
])("after %j it is read anew", (query) => {
  const { kept, role } = asking();
  role("a");
  kept.ran(query);
  expect(role("a")).toBe("a 2");
});

test.each(["SELECT 1", "INSERT INTO log (seq) VALUES (?)", "UPDATE member SET role = 1"])(
  "%j leaves it",
  (query) => {
    const { kept, role } = asking();
    role("a");
    kept.ran(query);
    expect(role("a")).toBe("a 1");
  },
);

test("it is bounded, and what is undone is forgotten", () => {
  const { kept, role, count } = asking();
  for (let i = 0; i < 5_000; i++) role(`${i}`);
  role("4999");
  expect(count()).toBe(5_000);
  role("0");
  expect(count()).toBe(5_001);
  kept.clear();
  role("0");
  expect(count()).toBe(5_002);
});

test("what is made of several tables is made anew once one of them is written", () => {
  const kept = new KeptRows();
  let times = 0;
  const page = () => kept.make("page", ["log", "pin"], () => ++times);
  expect([page(), page()]).toEqual([1, 1]);
  kept.ran("SELECT seq FROM log");
  kept.ran("INSERT INTO role (person, role) VALUES (?, ?)");
  expect(page()).toBe(1);
  kept.ran("DELETE FROM pin WHERE target = ?");
  expect(page()).toBe(2);
  kept.clear();
  expect(page()).toBe(3);
});
