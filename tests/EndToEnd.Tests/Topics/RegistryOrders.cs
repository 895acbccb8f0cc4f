using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Ingestion.Kafka.Tests.Registry;
using static EndToEnd.Tests.Topics.WireText;

namespace EndToEnd.Tests.Topics;

/// <summary>Orders as payloads of one format that name their schema, in two versions of it; one in a hundred is refused, of every kind in turn. Follows from the number of the record alone.</summary>
internal abstract class RegistryOrders
{
    internal const int MissingSchema = 999;

    private static readonly DateTimeOffset Day = new(DateTime.UtcNow.Date.AddDays(-1), TimeSpan.Zero);

    /// <summary>As <c>topic.format</c> has it.</summary>
    internal abstract string Format { get; }

    /// <summary>The schemas of the two versions.</summary>
    protected abstract (string First, string Second) Schemas { get; }

    /// <summary>As the registry calls it; null for Avro.</summary>
    protected abstract string? Type { get; }

    /// <summary>Malformed payloads of the format's own, with the beginnings of the reasons.</summary>
    protected abstract IReadOnlyList<(string Reason, Func<int, byte[]> Payload)> Own { get; }

    /// <summary>For each kind of refused record its rule, the beginning of the reason, and the payload.</summary>
    internal IReadOnlyList<(string Rule, string Reason, Func<int, byte[]> Payload)> Kinds =>
    [
        ("malformed", $"It names schema '{MissingSchema}', which the registry does not have.", number => Second(number, TimeOf(number)) is var payload ? WithId(payload, MissingSchema) : []),
        ("malformed", "It begins with the byte 0x7b, not with 0x00 and the id of a schema.", static _ => "{\"id\": 7}"u8.ToArray()),
        ("malformed", $"It names schema '3' of the type {(Type == "JSON" ? "AVRO" : "JSON")}, but the topic is declared as {Type ?? "AVRO"}.", number => WithId(First(number, TimeOf(number)), 3)),
        ("event-time-bounds", "The event time '", number => First(number, TimeOf(number).AddDays(30))),
        .. Own.Select(static kind => ("malformed", kind.Reason, kind.Payload)),
    ];

    internal static RegistryOrders Of(string format) => format switch
    {
        "avro" => new Avro(),
        "protobuf" => new Protobuf(),
        _ => new JsonSchema(),
    };

    internal void AddTo(RegistryServer registry)
    {
        registry.Add(1, Schemas.First, Type);
        registry.Add(2, Schemas.Second, Type);
        registry.Add(3, "{}", Type == "JSON" ? null : "JSON");
        registry.Add(4, "\"string\"");
    }

    /// <summary>The schema that the records of the first kind name comes to be.</summary>
    internal void AddMissingTo(RegistryServer registry) => registry.Add(MissingSchema, Schemas.Second, Type);

    internal int KindOf(int number) => number / 100 % Kinds.Count;

    internal byte[] ValueOf(int number) => OrderTopic.IsBad(number) ? Kinds[KindOf(number)].Payload(number)
        : number % 2 == 0 ? First(number, TimeOf(number))
        : Second(number, TimeOf(number));

    internal static double AmountOf(int number) => number / 4.0;

    protected abstract byte[] First(int number, DateTimeOffset time);

    protected abstract byte[] Second(int number, DateTimeOffset time);

    protected static DateTimeOffset TimeOf(int number) => Day.AddMilliseconds(number);

    protected static int CustomerOf(int number) => number % 97;

    private static byte[] WithId(byte[] payload, int id) => Framed(id, payload[5..]);

    private sealed class Avro : RegistryOrders
    {
        internal override string Format => "avro";

        protected override string? Type => null;

        protected override (string First, string Second) Schemas => (
            """{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"customer","type":"int"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"amount","type":["null","double"]}]}""",
            """{"type":"record","name":"Order","fields":[{"name":"channel","type":{"type":"enum","name":"Channel","symbols":["SHOP","WEB"]}},{"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},{"name":"id","type":"int"},{"name":"customer","type":"long"},{"name":"amount","type":{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}}]}""");

        protected override IReadOnlyList<(string Reason, Func<int, byte[]> Payload)> Own =>
        [
            ("It does not fit its schema '1': it ends in the middle of a value.", number => First(number, TimeOf(number))[..^3]),
            ("It names schema '4', which describes no record, so it has no fields for columns to be read from.", number => WithId(First(number, TimeOf(number)), 4)),
        ];

        protected override byte[] First(int number, DateTimeOffset time)
            => Framed(1, [.. Zigzag(number), .. Zigzag(CustomerOf(number)), .. Zigzag(time.ToUnixTimeMilliseconds()), 2, .. Double(AmountOf(number))]);

        protected override byte[] Second(int number, DateTimeOffset time)
        {
            var cents = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(cents, number * 25);
            return Framed(2, [.. Zigzag(number / 2 % 2), .. Zigzag(time.ToUnixTimeMilliseconds() * 1_000), .. Zigzag(number), .. Zigzag(CustomerOf(number)), 8, .. cents]);
        }
    }

    private sealed class Protobuf : RegistryOrders
    {
        internal override string Format => "protobuf";

        protected override string? Type => "PROTOBUF";

        protected override (string First, string Second) Schemas => (
            """
            syntax = "proto3"; package shop; import "google/protobuf/timestamp.proto";
            message Note { string text = 1; }
            message Order { int64 id = 1; int32 customer = 2; google.protobuf.Timestamp at = 3; double amount = 4; }
            """,
            """
            syntax = "proto3"; package shop;
            message Box { enum Channel { SHOP = 0; WEB = 1; } message Order { Channel channel = 1; double amount = 2; string at = 3; sint64 customer = 4; uint32 id = 5; } Order order = 1; }
            """);

        protected override IReadOnlyList<(string Reason, Func<int, byte[]> Payload)> Own =>
        [
            ("It does not fit its schema '1': it ends in the middle of a value.", number => First(number, TimeOf(number))[..^3]),
            ("It does not fit its schema '1': it says that it is message '8' where the schema has 2.", number => Framed(1, [2, 16, .. First(number, TimeOf(number))[7..]])),
        ];

        protected override byte[] First(int number, DateTimeOffset time)
        {
            byte[] at = [0x08, .. Varint((ulong)time.ToUnixTimeSeconds()), 0x10, .. Varint((ulong)time.Millisecond * 1_000_000)];
            return Framed(1, [2, 2, 0x08, .. Varint((ulong)number), 0x10, .. Varint((ulong)CustomerOf(number)), 0x1a, (byte)at.Length, .. at, 0x21, .. Double(AmountOf(number))]);
        }

        protected override byte[] Second(int number, DateTimeOffset time)
        {
            var at = Encoding.UTF8.GetBytes(time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            return Framed(2, [4, 0, 0, 0x08, (byte)(number / 2 % 2), 0x11, .. Double(AmountOf(number)), 0x1a, (byte)at.Length, .. at, 0x20, .. Zigzag(CustomerOf(number)), 0x28, .. Varint((ulong)number)]);
        }
    }

    private sealed class JsonSchema : RegistryOrders
    {
        internal override string Format => "json_schema";

        protected override string? Type => "JSON";

        protected override (string First, string Second) Schemas => ("""{"type":"object","properties":{"id":{"type":"integer"}}}""", """{"type":"object"}""");

        protected override IReadOnlyList<(string Reason, Func<int, byte[]> Payload)> Own =>
        [
            ("It is no JSON object: it ", number => First(number, TimeOf(number))[..^3]),
            ("It is not valid UTF-8.", static _ => Framed(1, 0x7B, 0xC3, 0x28, 0x7D)),
        ];

        protected override byte[] First(int number, DateTimeOffset time) => Framed(1, Encoding.UTF8.GetBytes(Text(number, time)));

        protected override byte[] Second(int number, DateTimeOffset time) => Framed(2, Encoding.UTF8.GetBytes(Text(number, time).Replace(", ", ",\n  ", StringComparison.Ordinal)));

        private static string Text(int number, DateTimeOffset time) => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id": {{number}}, "customer": {{CustomerOf(number)}}, "at": "{{time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}", "amount": {{AmountOf(number)}}}""");
    }
}
