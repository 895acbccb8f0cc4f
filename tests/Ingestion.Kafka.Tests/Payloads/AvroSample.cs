using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Avro;
using Avro.Generic;

namespace Ingestion.Kafka.Tests.Payloads;

/// <summary>A random type of Avro with values of it and the JSON that they should become.</summary>
/// <param name="PlainSchema">Its schema without logical types, by which values are written.</param>
/// <param name="LogicalSchema">Its schema with them.</param>
/// <param name="Make">Makes a value for the writer of Avro, given the parsed plain schema, and its JSON.</param>
internal sealed record AvroSample(string PlainSchema, string LogicalSchema, Func<Random, Schema, (object? Value, string Json)> Make)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>A record.</summary>
    internal static AvroSample Create(Random random)
    {
        var names = 0;
        return Record(random, depth: 0, ref names);
    }

    private static AvroSample Of(Random random, int depth, ref int names) => random.Next(depth < 4 ? 28 : 23) switch
    {
        0 => Primitive("null", static _ => (null, "null")),
        1 => Primitive("boolean", static random => random.Next(2) == 0 ? (true, "true") : (false, "false")),
        2 => Primitive("int", static random => Number((int)Whole(random, 32))),
        3 => Primitive("long", static random => Number(Whole(random, 64))),
        4 => Primitive("float", static random => Float(random)),
        5 => Primitive("double", static random => Double(random)),
        6 or 7 => Primitive("string", static random => Text(random)),
        8 => Primitive("bytes", static random => Bytes(random.Next(20), random)),
        9 => Fixed(random.Next(1, 20), $"F{names++}"),
        10 => Symbols(random.Next(1, 6), $"E{names++}"),
        11 => Logical("int", "date", string.Empty, static random => Date(random)),
        12 => Logical("int", "time-millis", string.Empty, static random => random.Next(86_400_000) is var value ? (value, Time(value * 1_000L)) : default),
        13 => Logical("long", "time-micros", string.Empty, static random => random.NextInt64(86_400_000_000) is var value ? (value, Time(value)) : default),
        14 => Logical("long", "timestamp-millis", string.Empty, static random => Moment(random) is var value ? (value / 1_000, Timestamp(value / 1_000 * 1_000, "Z")) : default),
        15 => Logical("long", "timestamp-micros", string.Empty, static random => Moment(random) is var value ? (value, Timestamp(value, "Z")) : default),
        16 => Logical("long", "timestamp-nanos", string.Empty, static random => random.NextInt64(long.MinValue, long.MaxValue) is var value ? (value, Timestamp(Floor(value, 1_000), "Z")) : default),
        17 => Logical("long", "local-timestamp-millis", string.Empty, static random => Moment(random) is var value ? (value / 1_000, Timestamp(value / 1_000 * 1_000, string.Empty)) : default),
        18 => Logical("long", "local-timestamp-micros", string.Empty, static random => Moment(random) is var value ? (value, Timestamp(value, string.Empty)) : default),
        19 => Decimal(random.Next(0, 12)),
        20 => Logical("string", "uuid", string.Empty, static random => Uuid(random)),
        21 or 22 => Primitive("string", static random => Text(random)),
        23 => Array(Of(random, depth + 1, ref names)),
        24 => Map(Of(random, depth + 1, ref names)),
        25 or 26 => Union(random, depth, ref names),
        _ => Record(random, depth + 1, ref names),
    };

    private static AvroSample Primitive(string name, Func<Random, (object?, string)> make) => new($"\"{name}\"", $"\"{name}\"", (random, _) => make(random));

    private static AvroSample Logical(string plain, string name, string more, Func<Random, (object?, string)> make)
        => new($"\"{plain}\"", $$"""{"type": "{{plain}}", "logicalType": "{{name}}"{{more}}}""", (random, _) => make(random));

    private static AvroSample Fixed(int size, string name)
    {
        var schema = $$"""{"type": "fixed", "name": "{{name}}", "size": {{size}}}""";
        return new(schema, schema, (random, written) => Bytes(size, random) is var (value, json) ? (new GenericFixed((FixedSchema)written, (byte[])value!), json) : default);
    }

    private static AvroSample Symbols(int count, string name)
    {
        string[] symbols = [.. Enumerable.Range(0, count).Select(i => $"{name}_{i}")];
        var schema = $$"""{"type": "enum", "name": "{{name}}", "symbols": {{JsonSerializer.Serialize(symbols)}}}""";
        return new(schema, schema, (random, written) => symbols[random.Next(count)] is var symbol ? (new GenericEnum((EnumSchema)written, symbol), $"\"{symbol}\"") : default);
    }

    private static AvroSample Decimal(int scale) => Logical("bytes", "decimal", $", \"precision\": 50, \"scale\": {scale}", random =>
    {
        var bytes = new byte[random.Next(1, 20)];
        random.NextBytes(bytes);
        var unscaled = new BigInteger(bytes, isBigEndian: true);
        var (whole, rest) = BigInteger.DivRem(BigInteger.Abs(unscaled), BigInteger.Pow(10, scale));
        var fraction = scale == 0 ? string.Empty : "." + rest.ToString("D" + scale, CultureInfo.InvariantCulture);
        return (bytes, $"{(unscaled < 0 ? "-" : string.Empty)}{whole}{fraction}");
    });

    private static AvroSample Array(AvroSample items) => new(
        $$"""{"type": "array", "items": {{items.PlainSchema}}}""",
        $$"""{"type": "array", "items": {{items.LogicalSchema}}}""",
        (random, written) =>
        {
            var made = Enumerable.Range(0, random.Next(6)).Select(_ => items.Make(random, ((ArraySchema)written).ItemSchema)).ToList();
            return (made.Select(static item => item.Value).ToArray(), $"[{string.Join(',', made.Select(static item => item.Json))}]");
        });

    private static AvroSample Map(AvroSample values) => new(
        $$"""{"type": "map", "values": {{values.PlainSchema}}}""",
        $$"""{"type": "map", "values": {{values.LogicalSchema}}}""",
        (random, written) =>
        {
            var made = Enumerable.Range(0, random.Next(6)).Select(i => (Name: $"k{i}ü", Made: values.Make(random, ((MapSchema)written).ValueSchema))).ToList();
            return (made.ToDictionary(static item => item.Name, static item => item.Made.Value), $"{{{string.Join(',', made.Select(static item => $"\"{item.Name}\":{item.Made.Json}"))}}}");
        });

    // One type of each kind, so that the writer finds the branch of a value by its type.
    private static AvroSample Union(Random random, int depth, ref int names)
    {
        var branches = new List<AvroSample> { Primitive("null", static _ => (null, "null")) };
        if (random.Next(2) == 0)
        {
            branches.Add(Record(random, depth + 1, ref names));
        }

        if (random.Next(2) == 0)
        {
            branches.Add(Logical("long", "timestamp-micros", string.Empty, static random => Moment(random) is var value ? (value, Timestamp(value, "Z")) : default));
        }

        if (random.Next(2) == 0 || branches.Count == 1)
        {
            branches.Add(Primitive("string", static random => Text(random)));
        }

        if (random.Next(2) == 0)
        {
            branches.Add(Primitive("double", static random => Double(random)));
        }

        return new(
            $"[{string.Join(',', branches.Select(static branch => branch.PlainSchema))}]",
            $"[{string.Join(',', branches.Select(static branch => branch.LogicalSchema))}]",
            (random, written) => random.Next(branches.Count) is var index ? branches[index].Make(random, ((UnionSchema)written)[index]) : default);
    }

    private static AvroSample Record(Random random, int depth, ref int names)
    {
        var name = $"R{names++}";
        var fields = new List<AvroSample>();
        for (var count = random.Next(depth == 0 ? 1 : 0, 6); count > 0; count--)
        {
            fields.Add(Of(random, depth + 1, ref names));
        }

        return new(
            Text(static field => field.PlainSchema),
            Text(static field => field.LogicalSchema),
            (random, written) =>
            {
                var record = new GenericRecord((RecordSchema)written);
                var made = fields.Select((field, i) => field.Make(random, record.Schema.Fields[i].Schema)).ToList();
                for (var i = 0; i < made.Count; i++)
                {
                    record.Add($"f{i}", made[i].Value);
                }

                return (record, $"{{{string.Join(',', made.Select(static (item, i) => $"\"f{i}\":{item.Json}"))}}}");
            });

        string Text(Func<AvroSample, string> schema)
            => $$"""{"type": "record", "name": "{{name}}", "namespace": "n", "fields": [{{string.Join(',', fields.Select((field, i) => $$"""{"name": "f{{i}}", "type": {{schema(field)}}}"""))}}]}""";
    }

    private static (object?, string) Number<T>(T value)
        where T : INumber<T> => (value, value.ToString(null, CultureInfo.InvariantCulture));

    private static long Whole(Random random, int bits) => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64 - bits, 63);

    private static (object?, string) Float(Random random)
    {
        var value = random.Next(8) == 0 ? float.NaN : (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20)));
        return (value, float.IsNaN(value) ? "\"NaN\"" : JsonSerializer.Serialize(value));
    }

    private static (object?, string) Double(Random random)
    {
        var value = random.Next(8) == 0 ? double.NegativeInfinity : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-200, 200));
        return (value, double.IsInfinity(value) ? "\"-Infinity\"" : JsonSerializer.Serialize(value));
    }

    private static (object?, string) Text(Random random)
    {
        string[] parts = ["a", "ü", "\"", "\\", "\n", "€", "😀", "<", " ", "0"];
        var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => parts[random.Next(parts.Length)]));
        return (text, JsonSerializer.Serialize(text, Relaxed));
    }

    private static (object?, string) Bytes(int length, Random random)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return (bytes, $"\"{Convert.ToBase64String(bytes)}\"");
    }

    private static (object?, string) Uuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return (new Guid(bytes).ToString(), $"\"{new Guid(bytes)}\"");
    }

    private static (object?, string) Date(Random random)
    {
        var days = random.Next((int)(DateTime.MinValue - Epoch).TotalDays, (int)(DateTime.MaxValue - Epoch).TotalDays + 1);
        return (days, $"\"{Epoch.AddDays(days):yyyy-MM-dd}\"");
    }

    private static string Time(long microseconds) => $"\"{Epoch.AddTicks(microseconds * 10):HH:mm:ss.ffffff}\"";

    private static long Moment(Random random) => random.NextInt64((DateTime.MinValue - Epoch).Ticks / 10, (DateTime.MaxValue - Epoch).Ticks / 10);

    private static long Floor(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);

    private static string Timestamp(long microseconds, string zone)
    {
        var time = Epoch.AddTicks(microseconds * 10);
        var fraction = microseconds % 1_000_000 == 0 ? string.Empty : microseconds % 1_000 == 0 ? time.ToString(".fff", CultureInfo.InvariantCulture) : time.ToString(".ffffff", CultureInfo.InvariantCulture);
        return $"\"{time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)}{fraction}{zone}\"";
    }
}
