using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Catalog.Core.Values;
using FeatureStore.Model;

namespace Catalog.Web.Tests.Http;

/// <summary>
/// Requests as Feast 0.66's own clients were recorded to send them, on views of the same names. The answers have the recorded shape; their statuses
/// are honest where Feast says PRESENT to everything, and what it answers with 500 is a 4xx here.
/// </summary>
public sealed class OnlineFeaturesEndpointsTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> SameKeys = [];

    private OnlineFeaturesServer? _server;

    private OnlineFeaturesServer Server => _server!; // Set before every test.

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await OnlineFeaturesServer.StartAsync();
        await _server.WriteAsync("driver_hourly_stats", "2022-04-12T17:00:00.678901Z", [Value.Of(1001L)], Value.Of(0.25f), Value.Of(0.75f), Value.Of(7));
        await _server.WriteAsync("driver_hourly_stats", "2022-04-12T17:00:00Z", [Value.Of(1002L)], Value.Of(0.5f), Value.Null, Value.Of(555));
        await _server.WriteAsync("driver_hourly_stats", "2022-04-02T17:00:00Z", [Value.Of(1003L)], Value.Of(0.5f), Value.Null, Value.Of(3));
        await _server.WriteAsync("driver_stats_fresh", "2021-01-01T00:00:00Z", [Value.Of(1001L)], Value.Of(0.125f));
        await _server.WriteAsync(
            "trip_stats", "2022-04-02T12:00:00Z", [Value.Of(1001L), Value.Of("C9")],
            Value.Of(4L), Value.Of("Linz"), Value.Of(false), Value.Of(new Instant(1_648_897_200_000_000)));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact] // http-server/06-get-on-demand
    public async Task Post_ServiceWithOnDemandView_TakesRequestDataAmongTheEntities()
    {
        Server.Registry.Apply(OnlineFeaturesServer.PlusValue);
        Server.Registry.Apply(
            "driver_activity_v2", new FeatureProjection("driver_hourly_stats", ["avg_daily_trips", "conv_rate"], null, SameKeys), new FeatureProjection("transformed_conv_rate", ["conv_rate_plus_val"], null, SameKeys));

        var answer = await PostAsync("""{"feature_service": "driver_activity_v2", "entities": {"driver_id": [1001, 9999], "val_to_add": [10, 20]}}""");

        AssertJson(
            """
            {"metadata": {"feature_names": ["driver_id", "avg_daily_trips", "conv_rate", "conv_rate_plus_val"]},
             "results": [
               {"values": [1001, 9999], "statuses": ["PRESENT", "PRESENT"], "event_timestamps": ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"]},
               {"values": [7, null], "statuses": ["PRESENT", "NOT_FOUND"], "event_timestamps": ["2022-04-12T17:00:00.678901Z", "1970-01-01T00:00:00Z"]},
               {"values": [0.25, null], "statuses": ["PRESENT", "NOT_FOUND"], "event_timestamps": ["2022-04-12T17:00:00.678901Z", "1970-01-01T00:00:00Z"]},
               {"values": [10.25, null], "statuses": ["PRESENT", "NULL_VALUE"], "event_timestamps": ["2022-04-12T17:00:00.678901Z", "1970-01-01T00:00:00Z"]}]}
            """,
            answer);
    }

    [Fact] // http-server/07-get-on-demand-missing-input
    public async Task Post_RequestDataMissing_Answers404WithFeastsClass()
    {
        Server.Registry.Apply(OnlineFeaturesServer.PlusValue);

        var answer = await PostAsync("""{"features": ["transformed_conv_rate:conv_rate_plus_val"], "entities": {"driver_id": [1001]}}""", HttpStatusCode.NotFound);

        var detail = JsonNode.Parse(answer.GetValue<string>())!;
        Assert.Equal("RequestDataNotFoundInEntityRowsException", detail["class"]!.GetValue<string>());
        Assert.StartsWith("Required request data source features ['val_to_add'] not found in the entity rows, but required by feature views", detail["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"val_to_add": [1.5]}""", "The value '1.5' of the request value 'val_to_add' is not of type 'int64'")]
    [InlineData("""{"val_to_add": [true]}""", "The value 'true' of the request value 'val_to_add' is not of type 'int64'")]
    [InlineData("""{"val_to_add": [[1]]}""", "The value '[1]' of the request value 'val_to_add' is not of type 'int64'")]
    [InlineData("""{"val_to_add": [1, 2]}""", "All entity columns must have the same length")]
    public async Task Post_RequestDataOfAnotherType_Answers400WithItsRow(string given, string message)
    {
        Server.Registry.Apply(OnlineFeaturesServer.PlusValue);
        var entities = JsonNode.Parse(given)!.AsObject();
        entities["driver_id"] = new JsonArray(1001);

        var answer = await PostAsync(
            new JsonObject { ["features"] = new JsonArray("transformed_conv_rate:conv_rate_plus_val"), ["entities"] = entities }.ToJsonString(), HttpStatusCode.BadRequest);

        Assert.StartsWith(message, answer.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ListsOfTheRequest_AreRead()
    {
        Server.Registry.Apply(OnlineFeaturesServer.PlusValue);

        var answer = await PostAsync("""{"features": ["transformed_conv_rate:label_count"], "entities": {"labels": [["a", null], [], null]}}""");

        Assert.Equal("[2,0,null]", answer["results"]![0]!["values"]!.ToJsonString());
    }

    [Fact] // http-server/01-get-ok
    public async Task Post_References_AnswersByColumns()
    {
        var answer = await PostAsync(
            """
            {"features": ["driver_hourly_stats:conv_rate", "driver_hourly_stats:acc_rate", "driver_hourly_stats:avg_daily_trips"],
             "entities": {"driver_id": [1001, 1002, 1003, 9999]}}
            """);

        AssertJson(
            """
            {"metadata": {"feature_names": ["driver_id", "conv_rate", "acc_rate", "avg_daily_trips"]},
             "results": [
               {"values": [1001, 1002, 1003, 9999],
                "statuses": ["PRESENT", "PRESENT", "PRESENT", "PRESENT"],
                "event_timestamps": ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"]},
               {"values": [0.25, 0.5, null, null],
                "statuses": ["PRESENT", "PRESENT", "OUTSIDE_MAX_AGE", "NOT_FOUND"],
                "event_timestamps": ["2022-04-12T17:00:00.678901Z", "2022-04-12T17:00:00Z", "2022-04-02T17:00:00Z", "1970-01-01T00:00:00Z"]},
               {"values": [0.75, null, null, null],
                "statuses": ["PRESENT", "NULL_VALUE", "OUTSIDE_MAX_AGE", "NOT_FOUND"],
                "event_timestamps": ["2022-04-12T17:00:00.678901Z", "2022-04-12T17:00:00Z", "2022-04-02T17:00:00Z", "1970-01-01T00:00:00Z"]},
               {"values": [7, 555, null, null],
                "statuses": ["PRESENT", "PRESENT", "OUTSIDE_MAX_AGE", "NOT_FOUND"],
                "event_timestamps": ["2022-04-12T17:00:00.678901Z", "2022-04-12T17:00:00Z", "2022-04-02T17:00:00Z", "1970-01-01T00:00:00Z"]}]}
            """,
            answer);
    }

    [Fact] // remote-client/04, http-server/02 and /33
    public async Task Post_Service_CountsAlsoWhereFeaturesAreGiven()
    {
        Server.Registry.Apply(
            "driver_activity_v1", new FeatureStore.Model.FeatureProjection("driver_hourly_stats", ["conv_rate", "acc_rate"], null, new Dictionary<string, string>()));

        var answer = await PostAsync(
            """
            {"entities": {"driver_id": [1001]}, "full_feature_names": false, "include_feature_view_version_metadata": false,
             "feature_service": "driver_activity_v1", "features": ["driver_hourly_stats:avg_daily_trips"]}
            """);

        AssertJson("""["driver_id", "conv_rate", "acc_rate"]""", answer["metadata"]!["feature_names"]);
    }

    [Fact] // http-server/03, remote-client/05
    public async Task Post_FullNames_PutsTheViewInFront()
    {
        var answer = await PostAsync(
            """{"features": ["driver_hourly_stats:conv_rate", "driver_stats_fresh:conv_rate"], "entities": {"driver_id": [1001]}, "full_feature_names": true}""");

        AssertJson("""["driver_id", "driver_hourly_stats__conv_rate", "driver_stats_fresh__conv_rate"]""", answer["metadata"]!["feature_names"]);
    }

    [Fact] // http-server/04, remote-client/08
    public async Task Post_CompositeKeys_AnswersEachPair()
    {
        var answer = await PostAsync(
            """
            {"features": ["trip_stats:n_trips", "trip_stats:last_city", "trip_stats:is_vip", "trip_stats:last_trip"],
             "entities": {"driver_id": [1001, 1002, 1001], "customer_id": ["C9", "C7", "nobody"]}}
            """);

        AssertJson("""["driver_id", "customer_id", "n_trips", "last_city", "is_vip", "last_trip"]""", answer["metadata"]!["feature_names"]);
        AssertJson(
            """[[1001, 1002, 1001], ["C9", "C7", "nobody"], [4, null, null], ["Linz", null, null], [false, null, null], [1648897200, null, null]]""",
            Values(answer));
    }

    [Theory]
    [InlineData("[\"1001\"]")] // http-server/23, remote-client/15
    [InlineData("[1001.0]")] // http-server/25
    public async Task Post_KeyThatOnlyLooksDifferent_IsConvertedAndShownAsTheKey(string ids)
    {
        var answer = await PostAsync($$$"""{"features": ["driver_hourly_stats:avg_daily_trips"], "entities": {"driver_id": {{{ids}}}}}""");

        AssertJson("[[1001], [7]]", Values(answer));
    }

    [Theory]
    [InlineData("[\"abc\"]", "'abc'")] // http-server/24
    [InlineData("[1001.7]", "'1001.7'")] // http-server/26: Feast cuts the fraction off
    [InlineData("[null]", "cannot be null")] // http-server/27
    [InlineData("[1001, null]", "in row 2")] // http-server/28
    [InlineData("[true]", "'true'")] // http-server/29: Feast reads it as 1
    [InlineData("[9223372036854775808]", "9.22")] // http-server/30
    public async Task Post_KeyOfAnotherType_IsRefusedWithTheValue(string ids, string text)
    {
        var error = await PostAsync(
            $$$"""{"features": ["driver_hourly_stats:avg_daily_trips"], "entities": {"driver_id": {{{ids}}}}}""", HttpStatusCode.BadRequest);

        Assert.Contains(text, error.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact] // http-server/36
    public async Task Post_EntityThatNobodyNeeds_IsLeftOut()
    {
        var answer = await PostAsync("""{"features": ["driver_hourly_stats:conv_rate"], "entities": {"driver_id": [1001], "zzz": [5]}}""");

        AssertJson("""["driver_id", "conv_rate"]""", answer["metadata"]!["feature_names"]);
    }

    [Theory]
    [InlineData("""{"features": ["nope:f"], "entities": {"driver_id": [1001]}}""", 404, "FeatureViewNotFoundException")] // http-server/14, remote-client/10
    [InlineData("""{"features": ["driver_hourly_stats:nope"], "entities": {"driver_id": [1001]}}""", 404, "FeastObjectNotFoundException")] // /15
    [InlineData("""{"feature_service": "nope", "entities": {"driver_id": [1001]}}""", 404, "FeatureServiceNotFoundException")] // /16
    [InlineData("""{"features": ["driver_hourly_stats:conv_rate", "driver_hourly_stats:conv_rate"], "entities": {"driver_id": [1]}}""", 400, "FeatureNameCollisionError")] // /34
    [InlineData("""{"features": ["driver_hourly_stats:conv_rate", "driver_stats_fresh:conv_rate"], "entities": {"driver_id": [1]}}""", 400, "FeatureNameCollisionError")] // /35
    public async Task Post_WhatFeastHasAClassFor_AnswersThatClass(string body, int status, string expected)
    {
        var text = await PostAsync(body, (HttpStatusCode)status);

        var error = JsonNode.Parse(text.GetValue<string>())!;
        Assert.Equal(("feast.errors", expected), ((string?)error["module"], (string?)error["class"]));
        Assert.False(string.IsNullOrEmpty((string?)error["message"]));
    }

    [Theory]
    [InlineData("""{"features": ["conv_rate"], "entities": {"driver_id": [1001]}}""", "Invalid feature reference 'conv_rate'. Expected format:")] // /17
    [InlineData("""{"features": ["trip_stats:n_trips"], "entities": {"driver_id": [1001]}}""", "Missing join key values for keys: 'customer_id'.")] // /18
    [InlineData("""{"features": ["driver_hourly_stats:conv_rate"], "entities": {}}""", "Missing join key values for keys: 'driver_id'.")] // /21
    [InlineData("""{"features": ["trip_stats:n_trips"], "entities": {"driver_id": [1001, 1002], "customer_id": ["C9"]}}""", "All entity columns must have the same length")] // /22
    [InlineData("""{"entities": {"driver_id": [1001]}}""", "No features specified for retrieval")] // /32
    public async Task Post_WhatFeastHasNoClassFor_AnswersThePlainMessage(string body, string start)
        => Assert.StartsWith(start, (await PostAsync(body, HttpStatusCode.BadRequest)).GetValue<string>(), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"features": [""", "json_invalid")] // /10
    [InlineData("", "missing")] // /11
    [InlineData("[1, 2]", "model_attributes_type")] // /12
    [InlineData("null", "model_attributes_type")]
    [InlineData("""{"features": ["a:b"]}""", "missing")] // /20
    [InlineData("""{"features": "a:b", "entities": {}}""", "list_type")]
    [InlineData("""{"features": [1], "entities": {}}""", "string_type")]
    [InlineData("""{"feature_service": 1, "entities": {}}""", "string_type")]
    [InlineData("""{"features": ["a:b"], "entities": []}""", "dict_type")]
    [InlineData("""{"features": ["a:b"], "entities": {"k": 1}}""", "list_type")]
    [InlineData("""{"features": ["a:b"], "entities": {"k": [{}]}}""", "scalar_type")]
    [InlineData("""{"features": ["a:b"], "entities": {"k": [[1, "a"]]}}""", "list_type")]
    [InlineData("""{"features": ["a:b"], "entities": {"k": [1e400]}}""", "finite_number")]
    [InlineData("""{"features": ["a:b"], "entities": {"k": [[[1]]]}}""", "list_type")]
    [InlineData("""{"features": ["a:b"], "entities": {"k": [1]}, "full_feature_names": "yes"}""", "bool_type")]
    [InlineData("""{"features": ["\ud800:b"], "entities": {"k": [1]}}""", "json_invalid")]
    public async Task Post_BodyOfAnotherShape_Answers422WithTheDetail(string body, string type)
    {
        var error = await PostAsync(body, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(type, (string?)error["detail"]![0]!["type"]);
        Assert.Equal("body", (string?)error["detail"]![0]!["loc"]![0]);
    }

    [Fact]
    public async Task Post_BytesThatAreNoText_Answers422()
    {
        using var content = new ByteArrayContent([.. "{\"features\": [\""u8, 0xFF, 0xFE, .. "\"], \"entities\": {}}"u8]);

        var response = await Server.Http.PostAsync("get-online-features", content, Token);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    [Fact] // http-server/13: Feast refuses it; `curl -d` sends it
    public async Task Post_FormContentType_IsReadAsJson()
    {
        using var content = new StringContent("""{"features": ["driver_hourly_stats:conv_rate"], "entities": {"driver_id": [1001]}}""");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");

        var response = await Server.Http.PostAsync("get-online-features", content, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact] // http-server/37
    public async Task Get_IsNotAllowed()
        => Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Server.Http.GetAsync("get-online-features", Token)).StatusCode);

    [Fact] // http-server/05
    public async Task Post_EveryType_IsWrittenAsFeastWritesIt()
    {
        ScalarType[] types = [.. Enum.GetValues<ScalarType>().Where(static type => type != ScalarType.Invalid)];
        var view = OnlineFeaturesServer.View(
            "all_types", [OnlineFeaturesServer.Entity("driver_id", ScalarType.Int64)], TimeSpan.Zero, [.. types.Select(static type => ($"f_{type}", type))]);
        Server.Registry.Apply(view);
        await Server.WriteAsync(
            "all_types", "2022-04-01T12:00:00.123456Z", [Value.Of(1L)],
            Value.Of(new byte[] { 0, 255, 1 }), Value.Of("grüß 🚌 \"<&"), Value.Of(-7), Value.Of(9_007_199_254_740_993), Value.Of(0.1), Value.Of(0.1f), Value.Of(true),
            Value.Of(new Instant(-1)));
        await Server.WriteAsync(
            "all_types", "2022-04-01T12:00:00Z", [Value.Of(2L)],
            Value.Of(Array.Empty<byte>()), Value.Of(string.Empty), Value.Of(0), Value.Of(long.MinValue), Value.Of(double.NaN), Value.Of(float.NegativeInfinity),
            Value.Of(false), Value.OfList(ScalarType.Timestamp, [Value.Of(new Instant(1_648_814_400_000_000)), Value.Null]));

        var features = string.Join(", ", types.Select(static type => $"\"all_types:f_{type}\""));
        var answer = await PostAsync($$$"""{"features": [{{{features}}}], "entities": {"driver_id": [1, 2]}}""");

        AssertJson(
            """
            [[1, 2], ["AP8B", ""], ["grüß 🚌 \"<&", ""], [-7, 0], [9007199254740993, -9223372036854775808], [0.1, "NaN"], [0.1, "-Infinity"],
             [true, false], [-1, [1648814400, null]]]
            """,
            Values(answer));
    }

    [Fact]
    public async Task Post_ManyRows_ComesWhole()
    {
        var ids = string.Join(',', Enumerable.Range(0, 9000));
        var answer = await PostAsync($$$"""{"features": ["driver_hourly_stats:conv_rate"], "entities": {"driver_id": [{{{ids}}}]}}""");

        Assert.All(answer["results"]!.AsArray(), static column => Assert.Equal(9000, column!["statuses"]!.AsArray().Count));
    }

    private static JsonArray Values(JsonNode answer)
        => [.. answer["results"]!.AsArray().Select(static column => column!["values"]!.DeepClone())];

    private static void AssertJson(string expected, JsonNode? actual)
        => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected {JsonNode.Parse(expected)!.ToJsonString()}{Environment.NewLine}but was {actual?.ToJsonString()}");

    private async Task<JsonNode> PostAsync(string body, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await Server.Http.PostAsync("get-online-features", content, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }
}
