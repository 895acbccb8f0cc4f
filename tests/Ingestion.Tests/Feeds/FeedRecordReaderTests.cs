using System.Text;
using Ingestion.Formats;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Feeds;

namespace Ingestion.Tests.Feeds;

public sealed class FeedRecordReaderTests
{
    private const int MaxRecordBytes = 60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MoveTo_ObjectOnSeveralLines_GivesItsFields()
    {
        var reader = await ReadAsync("{\n  \"id\": 7,\n  \"name\": \"a\\nb\", \"more\": [1,\n 2]}");

        Assert.Null(reader.Damage);
        Assert.Equal(12, reader.RecordNumber);
        Assert.Equal("7", Text(reader.GetField(0)));
        Assert.Equal("a\nb", Text(reader.GetField(1)));
        Assert.True(reader.GetField(1).Quoted);
        Assert.Equal(["more"], reader.Others);
    }

    [Fact]
    public async Task MoveTo_NextRecord_ForgetsTheFieldsOfTheOneBefore()
    {
        var reader = await ReadAsync("""{"id": 7, "name": "a", "more": 1}""");
        await reader.MoveToAsync(Record("{}"u8.ToArray()), Token);

        Assert.True(reader.GetField(0).IsNull);
        Assert.Empty(reader.Others);
        await reader.MoveToAsync(Record("[]"u8.ToArray()), Token);
        Assert.Equal("It is no JSON object.", reader.Damage);
        await reader.MoveToAsync(Record("{}"u8.ToArray()), Token);
        Assert.Null(reader.Damage);
    }

    [Theory]
    [InlineData("[1, 2]", "It is no JSON object.")]
    [InlineData("7", "It is no JSON object.")]
    [InlineData("", "It has an empty payload.")]
    [InlineData("{\"id\": 1} {\"id\": 2}", "It is no JSON object: ")]
    [InlineData("not json", "It is no JSON object: ")]
    [InlineData("{\"id\": 1", "It is no JSON object: ")]
    [InlineData("{\"id\": 1, \"id\": 2}", "It names the property 'id' twice.")]
    [InlineData("{\"name\": \"\\ud800\"}", "It is no JSON object: it has a text with bytes that are no UTF-8, or half of a surrogate pair")]
    [InlineData("{\"\\ud800\": 1}", "It is no JSON object: it has a text with bytes that are no UTF-8, or half of a surrogate pair")]
    [InlineData("{\"id\": 1}\0", "It has a NUL byte.")]
    [InlineData("{\"id\": 11111111111111111111111111111111111111111111111111111111111}", "It is longer than 60 bytes")]
    public async Task MoveTo_PayloadThatIsNoObject_SaysWhatIsWrong(string payload, string damage)
    {
        var reader = await ReadAsync(payload);

        Assert.StartsWith(damage, reader.Damage, StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetBytes(payload)[..Math.Min(MaxRecordBytes, payload.Length)], reader.Raw.ToArray());
    }

    [Fact]
    public async Task MoveTo_InvalidUtf8_SaysSo()
    {
        var reader = Open();
        await reader.MoveToAsync(Record([0x7B, 0xFF, 0x7D]), Token);

        Assert.Equal("It is not valid UTF-8.", reader.Damage);
    }

    [Fact]
    public async Task MoveTo_Tombstone_IsToldFromAnEmptyPayload()
    {
        var reader = Open();
        await reader.MoveToAsync(Record(null), Token);

        Assert.StartsWith("It has no payload: it is a tombstone", reader.Damage, StringComparison.Ordinal);
        Assert.True(reader.Raw.IsEmpty);
    }

    private static FeedRecordReader Open()
    {
        string[] names = ["id", "name"];
        return new FeedRecordReader(new JsonPayloads().Open(new SourceTopic { Name = "orders" }, names), names, MaxRecordBytes);
    }

    private static async Task<FeedRecordReader> ReadAsync(string payload)
    {
        var reader = Open();
        await reader.MoveToAsync(Record(Encoding.UTF8.GetBytes(payload)), Token);
        return reader;
    }

    private static FeedRecord Record(byte[]? payload) => new(12, Key: null, payload is null ? default(ReadOnlyMemory<byte>?) : payload, []);

    private static string Text(RawField field) => Encoding.UTF8.GetString(field.Utf8.Span);
}
