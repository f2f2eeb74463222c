// Owns the one question "is this Node new enough?", asked before anything else runs.
// It imports nothing and is written for a very old Node, so that the answer is a sentence there, too.

var wanted = [22, 12];
var found = process.versions.node.split(".").map(Number);

if (found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])) {
  console.error(
    "Edgewise needs Node " +
      wanted.join(".") +
      " or newer and this is " +
      process.versions.node +
      ": run `npm install` again with install scripts allowed (it brings Node 24 for this project), or install Node 24.",
  );
  process.exit(1);
}
