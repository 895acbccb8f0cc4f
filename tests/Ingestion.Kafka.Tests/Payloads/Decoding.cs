using System.Text;
using Ingestion.Kafka.Payloads;
using Ingestion.Kafka.Payloads.Avro;
using Ingestion.Kafka.Payloads.Protobuf;

namespace Ingestion.Kafka.Tests.Payloads;

/// <summary>Decodes payloads without a registry.</summary>
internal static class Decoding
{
    private const int MaxBytes = 1_000_000;

    /// <summary>The JSON that a body stands for.</summary>
    /// <exception cref="PayloadException">It is none.</exception>
    internal static string Decode(PayloadSchema schema, ReadOnlySpan<byte> body, int maxBytes = MaxBytes)
    {
        var json = PayloadJson.Create(maxBytes);
        schema.Decode(body, json);
        return Encoding.UTF8.GetString(json.Finish().Span);
    }

    /// <summary>What is wrong with a body.</summary>
    internal static string Damage(PayloadSchema schema, ReadOnlySpan<byte> body, int maxBytes = MaxBytes)
    {
        var bytes = body.ToArray();
        return Assert.Throws<PayloadException>(() => Decode(schema, bytes, maxBytes)).Message;
    }

    internal static PayloadSchema Avro(string text, params string[] references) => AvroCompiler.Compile(text, references);

    internal static PayloadSchema Protobuf(string text, params (string Name, string Text)[] references) => ProtobufCompiler.Compile(text, references);

    /// <summary>Changes bytes at random: flips, cuts, repeats and puts in.</summary>
    internal static byte[] Mutate(Random random, byte[] bytes)
    {
        var changed = bytes.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(changed.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < changed.Count:
                    changed[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    changed.RemoveRange(at, changed.Count - at);
                    break;
                case 2:
                    changed.InsertRange(at, changed.Take(random.Next(changed.Count + 1)).ToArray());
                    break;
                case 3:
                    changed.InsertRange(at, Enumerable.Range(0, random.Next(1, 12)).Select(_ => (byte)random.Next(256)));
                    break;
                default:
                    changed.InsertRange(at, Enumerable.Repeat((byte)0xff, random.Next(1, 11)));
                    break;
            }
        }

        return [.. changed];
    }
}
