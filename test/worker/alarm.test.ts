// The one alarm of an object: what is set, kept and taken away, and in which order.

import { describe, expect, test } from "vitest";
import { Alarm } from "../../src/worker/objects/alarm.ts";

function bench(set: number | null = null) {
  const calls: string[] = [];
  const stored = { at: set };
  const alarm = new Alarm({
    getAlarm: async () => stored.at,
    setAlarm: async (at: number) => {
      stored.at = at;
      calls.push(`set ${at}`);
    },
    deleteAlarm: async () => {
      stored.at = null;
      calls.push("delete");
    },
  } as unknown as DurableObjectStorage);
  return { alarm, stored, calls };
}

describe("the alarm of an object", () => {
  test("is set once for what one event asks for, and only where it comes earlier", async () => {
    const { alarm, calls } = bench();
    await Promise.all([alarm.at(60), alarm.at(3), alarm.at(30)]);
    await alarm.at(20);
    expect(calls).toEqual(["set 3"]);
    await alarm.at(2);
    expect(calls).toEqual(["set 3", "set 2"]);
  });

  test("that was set before memory was lost is kept where it is earlier", async () => {
    const { alarm, calls } = bench(10);
    await alarm.at(20);
    expect(calls).toEqual([]);
    await alarm.at(5);
    expect(calls).toEqual(["set 5"]);
  });

  test("is taken away, also where memory of it was lost; where none is, nothing is written", async () => {
    const { alarm, stored, calls } = bench(10);
    expect(alarm.isOn).toBe(true);
    await alarm.off();
    expect([stored.at, alarm.isOn]).toEqual([null, false]);
    await alarm.off();
    expect(calls).toEqual(["delete"]);
  });

  test("that is about to be set when nothing is owed any more is not set", async () => {
    const { alarm, calls } = bench();
    await Promise.all([alarm.at(60), alarm.off()]);
    expect(calls).toEqual([]);
    expect(alarm.isOn).toBe(false);
  });

  test("that somebody asks for while it is being taken away stands", async () => {
    const { alarm, stored } = bench(90);
    await Promise.all([alarm.off(), alarm.at(60)]);
    expect(stored.at).toBe(60);
    const off = alarm.off();
    await Promise.resolve();
    await Promise.all([off, alarm.at(70)]);
    expect(stored.at).toBe(70);
  });

  test("that went off is set anew", async () => {
    const { alarm, stored, calls } = bench();
    await alarm.at(5);
    stored.at = null;
    alarm.fired();
    expect(alarm.isOn).toBe(false);
    await alarm.at(60);
    expect(calls).toEqual(["set 5", "set 60"]);
  });

  test("that went off while it was looked for is set anew", async () => {
    const { alarm, stored, calls } = bench(5);
    const asked = alarm.at(60);
    stored.at = null;
    alarm.fired();
    await asked;
    expect(calls).toEqual(["set 60"]);
  });

  test("that could not be set is asked for again", async () => {
    const { alarm, stored, calls } = bench();
    await alarm.at(60);
    const failing = { setAlarm: async () => Promise.reject(new Error("no storage")) };
    Object.assign(alarm, { storage: { ...Reflect.get(alarm, "storage"), ...failing } });
    await expect(alarm.at(5)).rejects.toThrow("no storage");
    Object.assign(alarm, {
      storage: { getAlarm: async () => stored.at, setAlarm: async () => calls.push("again") },
    });
    await alarm.at(5);
    expect(calls).toEqual(["set 60", "again"]);
  });
});
