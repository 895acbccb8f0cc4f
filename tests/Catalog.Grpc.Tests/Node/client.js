"use strict";
// Calls the server with npm's @grpc/grpc-js: node client.js PART HOST:PORT. Prints "ok" when everything was as with a server of its own.
const assert = require("node:assert");
const path = require("node:path");
const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");

const { Echo } = grpc.loadPackageDefinition(loader.loadSync(path.join(__dirname, "..", "Support", "echo.proto"), { defaults: true })).catalog.test;
const [part, address] = process.argv.slice(2);

function connect(options = {}) {
  return new Echo(address, grpc.credentials.createInsecure(), options);
}

function unary(client, request, { metadata = new grpc.Metadata(), ...options } = {}) {
  return new Promise((resolve, reject) => {
    let trailers;
    const call = client.Unary(request, metadata, options, (error, answer) => (error ? reject(error) : setImmediate(() => resolve({ answer, trailers, call }))));
    call.on("status", (status) => (trailers = status.metadata));
  });
}

function collect(stream) {
  return new Promise((resolve, reject) => {
    const all = [];
    stream.on("data", (text) => all.push(text)).on("end", () => resolve(all)).on("error", reject);
  });
}

async function refused(call, code, pattern) {
  await assert.rejects(call, (error) => {
    assert.strictEqual(error.code, code, error.message);
    assert.match(error.details, pattern);
    return true;
  });
}

const parts = {
  async unary(client) {
    const metadata = new grpc.Metadata();
    metadata.set("who", "node");
    const { answer, trailers } = await unary(client, { value: "!metadata", count: -7 }, { metadata });
    assert.deepStrictEqual({ ...answer }, { value: "!metadata", count: -7 });
    assert.deepStrictEqual(trailers.get("seen"), ["node"]);
    const many = await Promise.all(Array.from({ length: 200 }, (_, i) => unary(client, { value: `v${i}` })));
    assert.deepStrictEqual(many.map(({ answer: each }) => each.value), Array.from({ length: 200 }, (_, i) => `v${i}`));
  },

  async streams(client) {
    const repeated = await collect(client.Repeat({ value: "x", count: 1000 }));
    assert.deepStrictEqual(repeated.map((text) => text.count), Array.from({ length: 1000 }, (_, i) => i));
    const joined = await new Promise((resolve, reject) => {
      const call = client.Join((error, answer) => (error ? reject(error) : resolve(answer)));
      for (let i = 0; i < 1000; i++) call.write({ value: "ab" });
      call.end();
    });
    assert.strictEqual(joined.count, 1000);
    assert.strictEqual(joined.value, "ab".repeat(1000));
    const chat = client.Chat();
    const answers = collect(chat);
    for (const value of ["a", "b", "c"]) chat.write({ value });
    chat.end();
    assert.deepStrictEqual((await answers).map((text) => text.value), ["A", "B", "C"]);
  },

  async errors(client) {
    await refused(unary(client, { value: "!refused" }), grpc.status.INVALID_ARGUMENT, /no text\. Send one — a plain one: 100 %\./);
    await refused(unary(client, { value: "!status" }), grpc.status.ALREADY_EXISTS, /It is there/);
    await refused(unary(client, { value: "!broken" }), grpc.status.INTERNAL, /^(?!.*secret)/);
    await refused(collect(client.Repeat({ value: "!late", count: 3 })), grpc.status.INVALID_ARGUMENT, /Enough/);
    const unknown = new Promise((resolve, reject) => client.makeUnaryRequest("/catalog.test.Echo/Nope", (text) => text, (bytes) => bytes, Buffer.alloc(0), (error, answer) => (error ? reject(error) : resolve(answer))));
    await refused(unknown, grpc.status.UNIMPLEMENTED, /./);
  },

  async deadline(client) {
    await refused(unary(client, { value: "!wait" }, { deadline: Date.now() + 200 }), grpc.status.DEADLINE_EXCEEDED, /./);
  },

  async cancel(client) {
    const call = client.Repeat({ value: "!wait", count: 1 });
    call.on("data", () => call.cancel());
    await refused(collect(call), grpc.status.CANCELLED, /./);
  },

  async gzip() {
    const client = connect({ "grpc.default_compression_algorithm": 2, "grpc.default_compression_level": 2 });
    const { answer } = await unary(client, { value: "z".repeat(500_000) });
    assert.strictEqual(answer.value.length, 500_000);
    client.close();
  },

  async large(client) {
    await refused(unary(client, { value: "x".repeat(2 << 20) }), grpc.status.RESOURCE_EXHAUSTED, /./);
    const { answer } = await unary(client, { value: "x".repeat(900_000) });
    assert.strictEqual(answer.value.length, 900_000);
  },
};

const client = connect();
parts[part](client).then(
  () => {
    client.close();
    console.log("ok");
  },
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
