using System.Text;
using Ingestion.Formats;

namespace Ingestion.Tests.Formats;

public sealed class NdjsonRecordReaderTests
{
    [Fact]
    public async Task Read_Objects_GivesTheAskedFieldsAsLiteralText()
    {
        var records = await ReadAllAsync("""
            {"b": "x\n\u00e4", "a": 1.50, "other": {"deep": [1]}}

            {"a": null}
            {"a": [1, 2], "b": true}
            """);

        Assert.Equal(["1.50 | \"x\nä\"", "null | null", "[1, 2] | true"], records);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("7")]
    [InlineData("{\"a\": 1")]
    [InlineData("{\"a\": 1} x")]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    [InlineData("{\"z\": 1, \"z\": 2}")]
    [InlineData("not json")]
    public async Task Read_NoProperObject_IsDamageAndTheFileGoesOn(string line)
    {
        var records = await ReadAllAsync(line + "\n{\"a\": 7}\n");

        Assert.StartsWith("damage: ", records[0], StringComparison.Ordinal);
        Assert.DoesNotContain("BytePositionInLine", records[0], StringComparison.Ordinal);
        Assert.Equal("7 | null", records[1]);
    }

    private static async Task<List<string>> ReadAllAsync(string text)
    {
        await using var reader = RawReaders.OpenNdjson(new MemoryStream(Encoding.UTF8.GetBytes(text)), ["a", "b"]);
        var records = new List<string>();
        while (await reader.ReadAsync(CancellationToken.None))
        {
            records.Add(reader.Damage is null ? $"{Show(reader.GetField(0))} | {Show(reader.GetField(1))}" : "damage: " + reader.Damage);
        }

        return records;
    }

    private static string Show(Ingestion.Ports.RawField field)
        => field.IsNull ? "null" : field.Quoted ? $"\"{Encoding.UTF8.GetString(field.Utf8.Span)}\"" : Encoding.UTF8.GetString(field.Utf8.Span);
}
