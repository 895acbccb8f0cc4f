using Catalog.Grpc.Tests.Support;
using Google.Protobuf;

namespace Catalog.Grpc.Tests;

/// <summary>Calls as bytes: what is answered to whole ones, and to what no client should send.</summary>
public sealed class GrpcServerTests : IAsyncLifetime
{
    private const int MaxMessageBytes = 100_000;

    private EchoServer _server = null!; // Set before each test.

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await EchoServer.StartAsync(MaxMessageBytes);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Unary_OneMessage_IsAnsweredWithStatusInTrailer()
    {
        var answer = await Call("Unary").Add(new Text { Value = "grün" }).SendAsync(Token);

        Assert.Equal((200, GrpcStatusCode.Ok, string.Empty), (answer.Http, answer.Status, answer.Message));
        Assert.Equal("grün", Assert.Single(answer.Texts).Text.Value);
        Assert.Equal("identity,gzip", answer.Find("grpc-accept-encoding"));
    }

    [Fact]
    public async Task Unary_LargestMessage_IsAnswered()
    {
        var text = new Text { Value = new string('x', MaxMessageBytes - 4) };

        var answer = await Call("Unary").Add(text).SendAsync(Token);

        Assert.Equal(text, Assert.Single(answer.Texts).Text);
    }

    [Fact]
    public async Task Unary_CompressedMessage_IsAnsweredCompressedWhereThatIsSmaller()
    {
        var large = await Call("Unary").With("grpc-encoding", "gzip").Add(new Text { Value = new string('x', 5_000) }, isCompressed: true).SendAsync(Token);
        var small = await Call("Unary").With("grpc-encoding", "gzip").Add(new Text { Value = "x" }).SendAsync(Token);

        Assert.Equal("gzip", large.Encoding);
        Assert.True(Assert.Single(large.Texts).WasCompressed);
        Assert.Equal(5_000, large.Texts.First().Text.Value.Length);
        Assert.False(Assert.Single(small.Texts).WasCompressed);
    }

    [Theory]
    [InlineData("!refused", GrpcStatusCode.InvalidArgument, "The value '!refused' is no text. Send one — a plain one: 100 %.", "echo-refused")]
    [InlineData("!status", GrpcStatusCode.AlreadyExists, "It is there.", null)]
    public async Task Unary_RefusedByTheService_SaysWhy(string value, GrpcStatusCode status, string message, string? code)
    {
        var answer = await Call("Unary").Add(new Text { Value = value }).SendAsync(Token);

        Assert.Equal((200, status, message, code), (answer.Http, answer.Status, answer.Message, answer.Find("catalog-error-code")));
        Assert.Empty(answer.Body);
    }

    [Fact]
    public async Task Unary_FailureInside_TellsNothingOfIt()
    {
        var answer = await Call("Unary").Add(new Text { Value = "!broken" }).SendAsync(Token);

        Assert.Equal(GrpcStatusCode.Internal, answer.Status);
        Assert.DoesNotContain("secret", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unary_DeadlinePasses_EndsTheCallAndTellsTheService()
    {
        var answer = await Call("Unary").With("grpc-timeout", "30m").Add(new Text { Value = "!wait" }).SendAsync(Token);

        Assert.Equal((GrpcStatusCode.DeadlineExceeded, "The call took longer than its deadline ('30m')."), (answer.Status, answer.Message));
        await _server.Service.Stopped.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Unary_CallerGivesUp_TellsTheService()
    {
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Call("Unary").Add(new Text { Value = "!wait" }).SendAsync(impatient.Token));

        await _server.Service.Stopped.Task.WaitAsync(Token);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("m")]
    [InlineData("123456789S")]
    [InlineData("-1S")]
    [InlineData("1x")]
    [InlineData("")]
    public async Task Unary_NoDeadline_IsRefused(string timeout)
    {
        var answer = await Call("Unary").With("grpc-timeout", timeout).Add(new Text()).SendAsync(Token);

        Assert.Equal(GrpcStatusCode.InvalidArgument, answer.Status);
        Assert.Contains($"'{timeout}'", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unary_Metadata_GoesInAndOut()
    {
        var answer = await Call("Unary").With("who", "me").Add(new Text { Value = "!metadata" }).SendAsync(Token);

        Assert.Equal("me", answer.Find("seen"));
    }

    [Fact]
    public async Task Call_UnknownMethod_IsUnimplemented()
    {
        var answer = await Call("Nothing").Add(new Text()).SendAsync(Token);

        Assert.Equal(GrpcStatusCode.Unimplemented, answer.Status);
        Assert.Contains("'/catalog.test.Echo/Nothing'", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_UnknownEncoding_IsUnimplementedAndSaysWhatIsKnown()
    {
        var answer = await Call("Unary").With("grpc-encoding", "snappy").Add(new Text()).SendAsync(Token);

        Assert.Equal(GrpcStatusCode.Unimplemented, answer.Status);
        Assert.Equal("identity,gzip", answer.Find("grpc-accept-encoding"));
    }

    [Theory]
    [InlineData("GET", "application/grpc", 405)]
    [InlineData("PUT", "application/grpc", 405)]
    [InlineData("POST", "application/json", 415)]
    [InlineData("POST", "application/grpcweb", 415)]
    [InlineData("POST", "application/grpc+proto", 200)]
    [InlineData("POST", "application/grpc; charset=utf-8", 200)]
    public async Task Call_OfAnotherProtocol_IsRefusedByHttp(string method, string contentType, int status)
    {
        using var call = Call("Unary").Add(new Text());
        (call.Method, call.ContentType) = (new HttpMethod(method), contentType);

        Assert.Equal(status, (await call.SendAsync(Token)).Http);
    }

    public static TheoryData<string, GrpcStatusCode> BadBodies => new()
    {
        { "", GrpcStatusCode.Unimplemented }, // No message.
        { "0000000000 0000000000", GrpcStatusCode.Unimplemented }, // Two.
        { "000000", GrpcStatusCode.InvalidArgument }, // Half a header.
        { "000000000A 0A", GrpcStatusCode.InvalidArgument }, // Nine bytes are missing.
        { "0000000002 0AFF", GrpcStatusCode.InvalidArgument }, // A length beyond the end.
        { "0000000002 FFFF", GrpcStatusCode.InvalidArgument }, // No tag.
        { "0700000000", GrpcStatusCode.InvalidArgument }, // No such flag.
        { "0100000001 00", GrpcStatusCode.InvalidArgument }, // Compressed, and nothing says how.
        { "00FFFFFFFF 00", GrpcStatusCode.ResourceExhausted },
        { "007FFFFFFF 00", GrpcStatusCode.ResourceExhausted },
        { "00000186A1 00", GrpcStatusCode.ResourceExhausted }, // One byte more than the limit.
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task Unary_BadBytes_AreRefusedAndTheNextCallIsAnswered(string hex, GrpcStatusCode status)
    {
        var answer = await Call("Unary").AddBytes(Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal))).SendAsync(Token);

        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(answer.Message);
        Assert.Equal(GrpcStatusCode.Ok, (await Call("Unary").Add(new Text()).SendAsync(Token)).Status);
    }

    [Fact]
    public async Task Unary_BombOrBrokenGzip_IsRefused()
    {
        var bomb = await Call("Unary").With("grpc-encoding", "gzip").AddFrame(1, RawCall.Gzip(new byte[50_000_000])).SendAsync(Token);
        var whole = RawCall.Gzip(new Text { Value = new string('x', 100) }.ToByteArray());
        var half = await Call("Unary").With("grpc-encoding", "gzip").AddFrame(1, whole[..(whole.Length / 2)]).SendAsync(Token);
        var none = await Call("Unary").With("grpc-encoding", "gzip").AddFrame(1, [1, 2, 3]).SendAsync(Token);

        Assert.Equal((GrpcStatusCode.ResourceExhausted, GrpcStatusCode.InvalidArgument, GrpcStatusCode.InvalidArgument), (bomb.Status, half.Status, none.Status));
        Assert.Contains("Grpc:MaxMessageBytes", bomb.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Call_RandomBytes_IsNeverAnInternalError(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            string[] methods = ["Unary", "Repeat", "Join", "Chat"];
            using var call = Call(methods[random.Next(4)]);
            var isFramed = random.Next(2) == 0;
            _ = isFramed ? call.AddFrame((byte)random.Next(2), bytes) : call.AddBytes(bytes);
            var answer = await (random.Next(2) == 0 ? call : call.With("grpc-encoding", "gzip")).SendAsync(Token);

            Assert.True(answer.Status is not (null or GrpcStatusCode.Internal or GrpcStatusCode.Unknown), $"{seed}/{i}: {answer.Status} {answer.Message}");
        }
    }

    [Fact]
    public async Task Repeat_ManyMessages_AllArriveInOrder()
    {
        var answer = await Call("Repeat").Add(new Text { Value = new string('y', 1_000), Count = 3_000 }).SendAsync(Token);

        Assert.Equal(GrpcStatusCode.Ok, answer.Status);
        Assert.Equal(Enumerable.Range(0, 3_000), answer.Texts.Select(static text => text.Text.Count));
    }

    [Fact]
    public async Task Repeat_FailureAfterMessages_KeepsThem()
    {
        var answer = await Call("Repeat").Add(new Text { Value = "!late", Count = 2 }).SendAsync(Token);

        Assert.Equal((GrpcStatusCode.InvalidArgument, "Enough.", 2), (answer.Status, answer.Message, answer.Texts.Count()));
    }

    [Fact]
    public async Task Join_ManyMessages_AreReadOneByOne()
    {
        using var call = Call("Join");
        for (var i = 0; i < 1_000; i++)
        {
            call.Add(new Text { Value = $"{i}," });
        }

        var answer = await call.SendAsync(Token);

        Assert.Equal(string.Concat(Enumerable.Range(0, 1_000).Select(static i => $"{i},")), Assert.Single(answer.Texts).Text.Value);
    }

    [Fact]
    public async Task Join_AnsweredBeforeTheEnd_IsWhole()
    {
        var answer = await Call("Join").Add(new Text { Value = "a" }).Add(new Text { Value = "!stop" }).Add(new Text { Value = "b" }).SendAsync(Token);

        Assert.Equal((GrpcStatusCode.Ok, "stopped", 1), (answer.Status, answer.Texts.Single().Text.Value, answer.Texts.Single().Text.Count));
    }

    [Fact]
    public async Task Join_NoMessages_IsAnswered()
    {
        var answer = await Call("Join").SendAsync(Token);

        Assert.Equal((GrpcStatusCode.Ok, 0), (answer.Status, Assert.Single(answer.Texts).Text.Count));
    }

    [Fact]
    public async Task Calls_ManyAtOnce_EachGetsItsAnswer()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), Token, async (i, token) =>
        {
            var answer = await Call("Unary").Add(new Text { Count = i }).SendAsync(token);
            Assert.Equal(i, Assert.Single(answer.Texts).Text.Count);
        });
    }

    [Fact]
    public async Task DuplexOfStreams_MessagesOfAnySize_AreReadOrPassedOver()
    {
        var large = new byte[3 * MaxMessageBytes];
        var answer = await Call("Measure").With("grpc-encoding", "gzip")
            .AddFrame(0, []).AddFrame(0, large).AddFrame(0, [(byte)'!', .. large]).AddFrame(1, RawCall.Gzip(large)).AddFrame(1, RawCall.Gzip([(byte)'!', .. large])).AddFrame(0, [1]).SendAsync(Token);

        Assert.Equal(GrpcStatusCode.Ok, answer.Status);
        Assert.Equal([0, large.Length, -1, large.Length, -1, 1], answer.Texts.Select(static text => text.Text.Count));
    }

    [Theory]
    [InlineData(0, 100, "A message of 100 bytes is cut off: 97 of them are missing.")]
    [InlineData(1, 3, "A message says that it is compressed, and the header 'grpc-encoding' does not say how.")]
    [InlineData(2, 3, "A message begins with the byte '2'; it must be 0, or 1 for a compressed one.")]
    public async Task DuplexOfStreams_WhatIsNoMessage_IsRefused(byte flag, int length, string message)
    {
        var answer = await Call("Measure").AddFrame(flag, [1, 2, 3], length).SendAsync(Token);

        Assert.Equal((GrpcStatusCode.InvalidArgument, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task DuplexOfStreams_HeaderCutOff_IsRefused()
    {
        var answer = await Call("Measure").AddBytes([0, 0, 0]).SendAsync(Token);

        Assert.Equal((GrpcStatusCode.InvalidArgument, "A message is cut off: the call ended 3 bytes after its beginning."), (answer.Status, answer.Message));
    }

    private RawCall Call(string method) => new(_server.Address, $"/catalog.test.Echo/{method}");
}
