using System.Buffers.Binary;
using System.Text;
using Ingestion.Kafka.Registry;
using Ingestion.Kafka.Tests.Payloads;
using Ingestion.Kafka.Topics;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ingestion.Kafka.Tests.Registry;

/// <summary>Payloads through a schema registry, from their bytes to their fields.</summary>
public sealed class RegistryTests
{
    private const string Key = "Ingestion:Kafka:Connections:shop:SchemaRegistry";
    private const string Sale = """{"type":"record","name":"Sale","fields":[{"name":"id","type":"long"},{"name":"at","type":["null",{"type":"long","logicalType":"timestamp-millis"}]},{"name":"more","type":"string"}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decode_Avro_GivesTheFieldsThatColumnsName()
    {
        await using var server = new RegistryServer();
        server.Add(5, Sale);
        await using var services = Services(server.Url);

        var fields = await DecodeAsync(services, PayloadFormat.Avro, Framed(5, 0x0e, 0x02, 0x00, 0x04, (byte)'o', (byte)'k'));

        Assert.Null(fields.Damage);
        Assert.Equal(("7", false), (TextOf(fields[0]), fields[0].Quoted));
        Assert.Equal(("1970-01-01T00:00:00Z", true), (TextOf(fields[1]), fields[1].Quoted));
        Assert.Equal(["more"], fields.Others);
    }

    [Fact]
    public async Task Decode_ProtobufWithReferences_GivesTheFields()
    {
        await using var server = new RegistryServer();
        server.Add(10, """syntax = "proto3"; package q; import "m.proto"; message X { int64 id = 1; p.M at = 2; }""", "PROTOBUF", """[{"name":"m.proto","subject":"p/ü-value","version":3}]""");
        server.AddVersion("p/ü-value", 3, """syntax = "proto3"; package p; import "n.proto"; message M { N n = 1; }""", "PROTOBUF", """[{"name":"n.proto","subject":"n-value","version":1}]""");
        server.AddVersion("n-value", 1, """syntax = "proto3"; package p; message N { bool b = 1; }""", "PROTOBUF");
        await using var services = Services(server.Url);

        var fields = await DecodeAsync(services, PayloadFormat.Protobuf, Framed(10, 0, 0x08, 0x07, 0x12, 0x02, 0x0a, 0x00));

        Assert.Null(fields.Damage);
        Assert.Equal("7", TextOf(fields[0]));
        Assert.Equal("""{"n":{"b":false}}""", TextOf(fields[1]));
    }

    [Fact]
    public async Task Decode_JsonSchema_GivesTheFieldsAndAsksForTheId()
    {
        await using var server = new RegistryServer();
        server.Add(8, """{"type":"object"}""", "JSON");
        await using var services = Services(server.Url);

        Assert.Equal("7", TextOf((await DecodeAsync(services, PayloadFormat.JsonSchema, Framed(8, """{"id": 7}"""u8)))[0]));
        Assert.Equal("It names schema '9', which the registry does not have.", (await DecodeAsync(services, PayloadFormat.JsonSchema, Framed(9, """{"id": 7}"""u8))).Damage);
        Assert.Equal("It is not valid UTF-8.", (await DecodeAsync(services, PayloadFormat.JsonSchema, Framed(8, 0xff))).Damage);
    }

    [Fact]
    public async Task Show_PayloadOfAnyKind_GivesWhatCanBeReadAndSaysWhyTheRestCannot()
    {
        await using var server = new RegistryServer();
        server.Add(5, Sale);
        server.Add(8, "{}", "JSON");
        await using var services = Services(server.Url);

        Assert.Equal((5, "AVRO", """{"id":7,"at":"1970-01-01T00:00:00Z","more":"ok"}""", null), await ShowAsync(Framed(5, 0x0e, 0x02, 0x00, 0x04, (byte)'o', (byte)'k')));
        Assert.Equal((8, "JSON", """{"id": 7}""", null), await ShowAsync(Framed(8, """{"id": 7}"""u8))); // Refused, since the topic is declared as Avro.
        Assert.Equal((5, "AVRO", string.Empty, "It does not fit its schema '5': it ends in the middle of a value."), await ShowAsync(Framed(5, 0x0e)));
        Assert.Equal((9, null, string.Empty, "It names schema '9', which the registry does not have."), await ShowAsync(Framed(9, 0x0e)));
        Assert.Equal((null, null, string.Empty, "It begins with the byte 0x7b, not with 0x00 and the id of a schema."), await ShowAsync([0x7b, 0x7d]));
        server.Status = 503;
        var away = await ShowAsync(Framed(6, 0x0e));
        Assert.Equal((6, null, string.Empty), (away.Id, away.Type, away.Json));
        Assert.Contains("503", away.Obstacle, StringComparison.Ordinal);

        async Task<(int? Id, string? Type, string Json, string? Obstacle)> ShowAsync(byte[] payload)
        {
            var format = services.GetServices<IPayloadFormat>().Single(static format => format.Format == PayloadFormat.Avro);
            var shown = await format.ShowAsync(new SourceTopic { Name = "sales", Connection = "shop", Format = PayloadFormat.Avro }, payload, Token);
            return (shown!.SchemaId, shown.SchemaType, Encoding.UTF8.GetString(shown.Json.Span), shown.Obstacle);
        }
    }

    [Theory]
    [InlineData("7b7d", "It begins with the byte 0x7b, not with 0x00 and the id of a schema.")]
    [InlineData("0000", "It has only 2 bytes, fewer than a zero byte and the id of a schema.")]
    [InlineData("00ffffffff00", "It names schema '-1', an id that no registry gives.")]
    [InlineData("00000f423f00", "It names schema '999999', which the registry does not have.")]
    [InlineData("000000000800", "It names schema '8' of the type JSON, but the topic is declared as AVRO.")]
    [InlineData("000000000600", "It names schema '6', which describes no record, so it has no fields for columns to be read from.")]
    [InlineData("000000000700", "It names schema '7', which names version 2 of 'gone-value', which the registry does not have.")]
    [InlineData("000000000500", "It does not fit its schema '5': it ends in the middle of a value.")]
    [InlineData("00000000050e000000", "It does not fit its schema '5': 1 bytes follow the record, so it was written with another schema.")]
    public async Task Decode_DamagedPayload_IsRefusedWithItsReason(string hex, string damage)
    {
        await using var server = new RegistryServer();
        server.Add(5, Sale);
        server.Add(6, "\"string\"");
        server.Add(7, Sale, references: """[{"name":"G","subject":"gone-value","version":2}]""");
        server.Add(8, "{}", "JSON");
        await using var services = Services(server.Url);

        Assert.Equal(damage, (await DecodeAsync(services, PayloadFormat.Avro, Convert.FromHexString(hex))).Damage);
    }

    [Theory]
    [InlineData(401, "refuses with status 401. Check " + Key + ":UserName and " + Key + ":Password, and what that user may read.")]
    [InlineData(403, "refuses with status 403. Check " + Key + ":UserName and " + Key + ":Password, and what that user may read.")]
    [InlineData(500, "answers with status 500. Look at the registry's log.")]
    [InlineData(503, "answers with status 503. Look at the registry's log.")]
    [InlineData(404, "answers with status 404, which a schema registry does not. Check " + Key + ":Url.")]
    public async Task Decode_RegistryRefuses_IsNoDamageAndSaysWhichSettingToCheck(int status, string words)
    {
        await using var server = new RegistryServer();
        server.Add(5, Sale);
        server.Status = status;
        await using var services = Services(server.Url);
        var decoder = Open(services, PayloadFormat.Avro);
        var payload = Framed(5, 0x0e, 0x00, 0x00);

        var error = await Assert.ThrowsAsync<IngestionException>(() => DecodeAsync(decoder, payload));

        Assert.Equal(IngestionErrorCode.SchemaRegistryUnavailable, error.ErrorCode);
        Assert.Equal($"'GET /schemas/ids/5' failed: the schema registry '{server.Url}' of connection 'shop' {words}", error.Message);

        server.Status = 0;
        Assert.Null((await DecodeAsync(decoder, payload)).Damage);
    }

    [Fact]
    public async Task Decode_RegistryAway_IsNoDamageAndHealsByItself()
    {
        var port = RegistryServer.FreePort();
        await using var services = Services($"http://127.0.0.1:{port}");

        var error = await Assert.ThrowsAsync<IngestionException>(() => DecodeAsync(services, PayloadFormat.Avro, Framed(5, 0)));

        Assert.Equal(IngestionErrorCode.SchemaRegistryUnavailable, error.ErrorCode);
        Assert.StartsWith($"'GET /schemas/ids/5' failed: the schema registry 'http://127.0.0.1:{port}' of connection 'shop' cannot be reached (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"). Start it, or check {Key}:Url.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_RegistrySilent_EndsAfterTheTimeout()
    {
        await using var server = new RegistryServer();
        var gate = new TaskCompletionSource();
        server.Gate = gate.Task;
        await using var services = Services(server.Url, ("Timeout", "00:00:01"));

        var error = await Assert.ThrowsAsync<IngestionException>(() => DecodeAsync(services, PayloadFormat.Avro, Framed(5, 0)));

        gate.SetResult();
        Assert.EndsWith($"did not answer within 00:00:01. Look at the registry, or raise {Key}:Timeout.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"schema\": 5}")]
    public async Task Decode_RegistryAnswersSomethingElse_IsNoDamage(string body)
    {
        await using var server = new RegistryServer();
        server.Body = body;
        await using var services = Services(server.Url);

        var error = await Assert.ThrowsAsync<IngestionException>(() => DecodeAsync(services, PayloadFormat.Avro, Framed(5, 0)));

        Assert.Contains("answers with something that is no schema (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"Check {Key}:Url.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_UserAndPassword_AreSentAndNeverShown()
    {
        await using var server = new RegistryServer();
        server.Status = 401;
        await using var services = Services(server.Url + "/base/", ("UserName", "ann"), ("Password", "s3cret"));

        var error = await Assert.ThrowsAsync<IngestionException>(() => DecodeAsync(services, PayloadFormat.Avro, Framed(5, 0)));

        Assert.Equal("Basic " + Convert.ToBase64String("ann:s3cret"u8), server.Authorization);
        Assert.Equal("/base/schemas/ids/5", Assert.Single(server.Requests));
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_ManyAtOnce_AskOnceForAnId()
    {
        await using var server = new RegistryServer();
        server.Add(5, Sale);
        var gate = new TaskCompletionSource();
        server.Gate = gate.Task;
        await using var services = Services(server.Url);
        var decodings = Enumerable.Range(0, 50).Select(_ => DecodeAsync(Open(services, PayloadFormat.Avro), Framed(5, 0x0e, 0x00, 0x00))).ToList();

        gate.SetResult();
        var all = await Task.WhenAll(decodings);
        await DecodeAsync(services, PayloadFormat.Avro, Framed(5, 0x0e, 0x00, 0x00));

        Assert.All(all, static fields => Assert.Null(fields.Damage));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Decode_NoRegistryConfigured_SaysWhichSettingToSet()
    {
        await using var services = Services(string.Empty);

        var error = await Assert.ThrowsAsync<IngestionException>(() => DecodeAsync(services, PayloadFormat.Avro, Framed(5, 0)));

        Assert.Equal($"Connection 'shop' has no schema registry, which the payloads of the topic name their schema in. Set {Key}:Url.", error.Message);
    }

    internal static byte[] Framed(int id, params ReadOnlySpan<byte> body)
    {
        var payload = new byte[5 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(1), id);
        body.CopyTo(payload.AsSpan(5));
        return payload;
    }

    private static string TextOf(RawField field) => Encoding.UTF8.GetString(field.Utf8.Span);

    private static Task<PayloadFields> DecodeAsync(IServiceProvider services, PayloadFormat format, byte[] payload) => DecodeAsync(Open(services, format), payload);

    private static async Task<PayloadFields> DecodeAsync(IPayloadDecoder decoder, byte[] payload)
    {
        var fields = new PayloadFields(2);
        await decoder.DecodeAsync(new FeedRecord(0, null, payload, []), payload, fields, Token);
        return fields;
    }

    private static IPayloadDecoder Open(IServiceProvider services, PayloadFormat format)
        => services.GetServices<IPayloadFormat>().Single(found => found.Format == format).Open(new SourceTopic { Name = "sales", Connection = "shop", Format = format }, ["id", "at"]);

    private static ServiceProvider Services(string url, params (string Setting, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Append((Setting: "Url", Value: url)).ToDictionary(static pair => $"{Key}:{pair.Item1}", static pair => (string?)pair.Item2)
                .Append(new("Ingestion:Kafka:Connections:shop:BootstrapServers", "h:1"))).Build();
        return new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddKafkaTopics(configuration).BuildServiceProvider();
    }
}
