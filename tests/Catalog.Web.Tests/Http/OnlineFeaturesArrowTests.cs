using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Catalog.Core.Arrow;
using Catalog.Core.Values;

namespace Catalog.Web.Tests.Http;

/// <summary>The lookup's answer as an Arrow stream.</summary>
public sealed class OnlineFeaturesArrowTests : IAsyncLifetime
{
    private const string Request = """{"features": ["driver_hourly_stats:conv_rate", "trip_stats:last_city"], "entities": {"driver_id": [1001, 1003, 9], "customer_id": ["C9", "C9", "C9"]}}""";

    private OnlineFeaturesServer? _server;

    private OnlineFeaturesServer Server => _server!; // Set before every test.

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await OnlineFeaturesServer.StartAsync();
        await _server.WriteAsync("driver_hourly_stats", "2022-04-12T17:00:00.678901Z", [Value.Of(1001L)], Value.Of(0.25f), Value.Of(0.75f), Value.Of(7));
        await _server.WriteAsync("driver_hourly_stats", "2022-04-02T17:00:00Z", [Value.Of(1003L)], Value.Of(0.5f), Value.Null, Value.Of(3));
        await _server.WriteAsync(
            "trip_stats", "2022-04-02T12:00:00Z", [Value.Of(1001L), Value.Of("C9")], Value.Of(4L), Value.Of("Linz 🚌"), Value.Of(false), Value.Of(new Instant(1_648_897_200_000_000)));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task Post_AcceptsArrow_AnswersARowForEachEntityRow()
    {
        var (fields, rows) = await ReadAsync(Request);

        Assert.Equal(
            ["driver_id", "customer_id", "conv_rate", "conv_rate__status", "conv_rate__event_timestamp", "last_city", "last_city__status", "last_city__event_timestamp"], fields.Select(static field => field.Name));
        Assert.Equal([Value.Of(1001L), Value.Of(1003L), Value.Of(9L)], rows[0]);
        Assert.Equal([Value.Of(0.25f), Value.Null, Value.Null], rows[2]);
        Assert.Equal([1L, 4L, 3L], rows[3].Select(static value => value.AsInt64()));
        Assert.Equal([Value.Of(At("2022-04-12T17:00:00.678901Z")), Value.Of(At("2022-04-02T17:00:00Z")), Value.Of(default(Instant))], rows[4]);
        Assert.Equal([Value.Of("Linz 🚌"), Value.Null, Value.Null], rows[5]);
    }

    [Fact]
    public async Task Post_EveryType_ComesBackAsItWasWritten()
    {
        ScalarType[] types = [.. Enum.GetValues<ScalarType>().Where(static type => type != ScalarType.Invalid)];
        Server.Registry.Apply(OnlineFeaturesServer.View(
            "all_types", [OnlineFeaturesServer.Entity("driver_id", ScalarType.Int64)], TimeSpan.Zero, [.. types.Select(static type => ($"f_{type}", type))]));
        Value[] first = [.. types.Select(static type => Of(type, 1))], second = [.. types.Select(static type => Of(type, 0))];
        await Server.WriteAsync("all_types", "2022-04-01T12:00:00.123456Z", [Value.Of(1L)], first);
        await Server.WriteAsync("all_types", "2022-04-01T12:00:00Z", [Value.Of(2L)], second);
        var features = string.Join(", ", types.Select(static type => $"\"all_types:f_{type}\""));

        var (_, columns) = await ReadAsync($$$"""{"features": [{{{features}}}], "entities": {"driver_id": [1, 2]}}""");

        for (var i = 0; i < types.Length; i++)
        {
            Assert.Equal([first[i], second[i]], columns[1 + (3 * i)]);
        }
    }

    [Fact]
    public async Task Post_NoRows_AnswersTheColumns()
    {
        var (fields, rows) = await ReadAsync("""{"features": ["driver_hourly_stats:conv_rate"], "entities": {"driver_id": []}}""");

        Assert.Equal(4, fields.Count);
        Assert.All(rows, Assert.Empty);
    }

    [Theory]
    [InlineData("application/vnd.apache.arrow.stream", "application/vnd.apache.arrow.stream")]
    [InlineData("Application/Vnd.Apache.Arrow.Stream;q=0.5, */*;q=0.9", "application/vnd.apache.arrow.stream")]
    [InlineData("application/json;q=0.4, application/vnd.apache.arrow.stream;q=0.5", "application/vnd.apache.arrow.stream")]
    [InlineData("application/json, application/vnd.apache.arrow.stream;q=0.5", "application/json")]
    [InlineData("application/vnd.apache.arrow.stream;q=0", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/vnd.apache.arrow.streams", "application/json")]
    public async Task Post_AcceptHeader_Decides(string accept, string type)
    {
        using var answer = await SendAsync(Request, accept);

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Post_Refused_AnswersJsonAllTheSame()
    {
        using var answer = await SendAsync("""{"features": ["nope:x"], "entities": {"driver_id": [1]}}""", ArrowStream.MediaType);

        Assert.Equal((HttpStatusCode.NotFound, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("FeatureViewNotFoundException", JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static Value Of(ScalarType type, int number) => type switch
    {
        ScalarType.Bytes => Value.Of(new byte[number * 3]),
        ScalarType.String => Value.Of(new string('ü', number)),
        ScalarType.Int32 => Value.Of(-number),
        ScalarType.Int64 => Value.Of(long.MinValue + number),
        ScalarType.Double => Value.Of(number == 0 ? double.NaN : 0.1),
        ScalarType.Float => Value.Of(number == 0 ? float.NegativeInfinity : 0.1f),
        ScalarType.Bool => Value.Of(number == 1),
        _ => Value.Of(new Instant(-number)),
    };

    private static Instant At(string time) => Instant.FromDateTime(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime);

    private async Task<HttpResponseMessage> SendAsync(string body, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "get-online-features") { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        Assert.True(request.Headers.TryAddWithoutValidation("Accept", accept));
        return await Server.Http.SendAsync(request, Token);
    }

    private async Task<(IReadOnlyList<ArrowInputField> Fields, Value[][] Columns)> ReadAsync(string body)
    {
        using var answer = await SendAsync(body, ArrowStream.MediaType);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync(Token), Token);
            using var reader = ArrowReader.Open(file);
            var columns = reader.Fields.Select(static _ => new Value[ArrowReader.MostRows]).ToArray();
            var rows = reader.Read(columns);
            return (reader.Fields, [.. columns.Select(column => column[..rows])]);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
