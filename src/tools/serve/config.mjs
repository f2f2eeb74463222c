// Owns the workerd configuration of `npm run serve`: what wrangler.toml binds, as workerd's own text.
// A kind of binding that this does not know is an error, never left out in silence.

/** Bindings of wrangler.toml that need a service which workerd alone does not have. */
const UNKNOWN = [
  "kv_namespaces",
  "r2_buckets",
  "d1_databases",
  "services",
  "vectorize",
  "hyperdrive",
];

/**
 * `config` is wrangler's view of wrangler.toml; `addresses` are "host:port"; `objects`, `bytes` (of
 * what people send) and `files` (of the page) are folders.
 * Object data has the layout of `wrangler dev`, so either finds what the other stored.
 */
export function workerdConfig(options) {
  const { config, addresses, objects, bytes, files, served, vars, behindProxy } = options;
  for (const kind of UNKNOWN)
    if (config[kind]?.length > 0) throw new Error(`[[${kind}]] is not served by this command.`);
  const classes = config.durable_objects.bindings.map(({ class_name }) => class_name);
  const http = behindProxy ? '(forwardedProtoHeader = "X-Forwarded-Proto")' : "()";
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public"], tlsOptions = (trustBrowserCas = true))),
    (name = "objects", disk = (path = ${text(objects)}, writable = true)),
    (name = "bytes", disk = (path = ${text(bytes)}, writable = true)),
    (name = "files", disk = (path = ${text(files)})),
  ],
  sockets = [${addresses
    .map((at, i) => `(name = "http${i}", address = ${text(at)}, http = ${http}, service = "main")`)
    .join(", ")}],
);

const main :Workerd.Worker = (
  modules = [
    (name = "door", esModule = embed "door.js"),
    (name = "bucket", esModule = embed "bucket.js"),
    (name = "app", esModule = embed "index.js"),
  ],
  compatibilityDate = ${text(config.compatibility_date)},
  compatibilityFlags = [${flags(config).map(text).join(", ")}],
  globalOutbound = "internet",
  durableObjectStorage = (localDisk = "objects"),
  durableObjectNamespaces = [
    ${classes.map((name) => `(className = ${text(name)}, uniqueKey = ${text(`${config.name}-${name}`)}, enableSql = true)`).join(",\n    ")},
  ],
  bindings = [
    ${bindings({ config, served, vars }).join(",\n    ")},
  ],
);
`;
}

/** Since that date workerd has it on, and complains of whoever asks for it. */
function flags({ compatibility_date: date, compatibility_flags: all }) {
  return all.filter((flag) => flag !== "nodejs_compat" || date < "2026-08-04");
}

function bindings({ config, served, vars }) {
  return [
    ...config.durable_objects.bindings.map(
      ({ name, class_name }) =>
        `(name = ${text(name)}, durableObjectNamespace = ${text(class_name)})`,
    ),
    ...(config.ratelimits ?? []).map(({ name, namespace_id: namespace, simple }) => {
      const props = text(JSON.stringify({ namespace, ...simple }));
      return `(name = ${text(name)}, service = (name = "main", entrypoint = "ServedLimit", props = (json = ${props})))`;
    }),
    `(name = ${text(config.assets.binding)}, service = (name = "main", entrypoint = "ServedAssets"))`,
    `(name = "SERVE", json = ${text(JSON.stringify(served))})`,
    `(name = "SERVE_FILES", service = "files")`,
    `(name = "SERVE_BYTES", service = "bytes")`,
    ...Object.entries(vars).map(([name, value]) =>
      typeof value === "string"
        ? `(name = ${text(name)}, text = ${text(value)})`
        : `(name = ${text(name)}, json = ${text(JSON.stringify(value))})`,
    ),
  ];
}

/** A text of Cap'n Proto takes the escapes of C, which those of JSON are except for \\u. */
function text(value) {
  return JSON.stringify(value).replace(/\\u([0-9a-f]{4})/g, (_, hex) =>
    Number.parseInt(hex, 16) < 256
      ? `\\x${hex.slice(2)}`
      : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
