using System.Buffers;
using Catalog.Core.Values;
using Catalog.Feast.Messages.Serving;
using Catalog.Feast.Serving;
using Catalog.Feast.Values;
using FeatureStore.Serving;
using Google.Protobuf;
using FeastMessage = Catalog.Feast.Messages.Types.Value;
using FeastStatus = Catalog.Feast.Messages.Serving.FieldStatus;
using FieldStatus = FeatureStore.Serving.FieldStatus;

namespace Catalog.Feast.Tests;

/// <summary>Answers that are written by hand, against protoc's code and against what Feast's servers in Go and Python sent (<c>Captures</c>).</summary>
public sealed class OnlineFeaturesMessagesTests
{
    public static TheoryData<string> CapturedAnswers => [.. Directory.GetFiles(Folder, "*.response.pb").Where(static path => new FileInfo(path).Length > 0).Select(path => Path.GetFileName(path)).Where(IsLookup)];

    public static TheoryData<string> CapturedRequests => [.. Directory.GetFiles(Folder, "*.request.pb").Select(path => Path.GetFileName(path)).Where(IsLookup)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Captures");

    [Theory]
    [MemberData(nameof(CapturedAnswers))]
    public void Write_CapturedAnswer_HasTheSameContent(string name)
    {
        var captured = GetOnlineFeaturesResponse.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(Folder, name)));
        var response = Read(captured);
        var written = GetOnlineFeaturesResponse.Parser.ParseFrom(Write(response));

        Assert.Equal(captured.Metadata.FeatureNames, written.Metadata.FeatureNames);
        Assert.Equal(captured.Results.Select(static result => result.Statuses.AsEnumerable()), written.Results.Select(static result => result.Statuses.AsEnumerable()));
        Assert.Equal(captured.Results.SelectMany(static result => result.EventTimestamps).Select(Cut), written.Results.SelectMany(static result => result.EventTimestamps));
        foreach (var (expected, actual) in captured.Results.Zip(written.Results))
        {
            for (var row = 0; row < expected.Values.Count; row++)
            {
                // Feast's server in Go sends what is too old along, where only what may be used is a value; a null of a data frame is a number for both of its servers.
                var isValue = expected.Statuses[row] == FeastStatus.Present && (!expected.Values[row].HasUnixTimestampVal || expected.Values[row].UnixTimestampVal != long.MinValue);
                Assert.Equal(isValue ? expected.Values[row] : new FeastMessage(), actual.Values[row]);
            }
        }
    }

    [Theory]
    [InlineData("grpc-python-listen.33-read-back.01.response.pb")]
    [InlineData("grpc-python-listen.30b-read-back.01.response.pb")]
    public void Write_CapturedAnswerOfValuesThatArePresent_HasTheSameBytes(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, name));
        var captured = GetOnlineFeaturesResponse.Parser.ParseFrom(bytes);
        captured.Status = false; // Python's server sets it; nobody reads it.
        foreach (var time in captured.Results.SelectMany(static result => result.EventTimestamps))
        {
            time.Nanos = Cut(time).Nanos;
        }

        Assert.Equal(Convert.ToHexString(captured.ToByteArray()), Convert.ToHexString(Write(Read(captured))));
    }

    [Theory]
    [MemberData(nameof(CapturedRequests))]
    public void Read_CapturedRequest_KeepsColumnsAndValues(string name)
    {
        var message = GetOnlineFeaturesRequest.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(Folder, name)));
        if (message.KindCase == GetOnlineFeaturesRequest.KindOneofCase.None)
        {
            Assert.Throws<Grpc.GrpcException>(() => OnlineFeaturesMessages.Read(message));
            return;
        }

        var request = OnlineFeaturesMessages.Read(message);

        Assert.Equal(message.KindCase == GetOnlineFeaturesRequest.KindOneofCase.FeatureService ? message.FeatureService : null, request.FeatureService);
        Assert.Equal(message.Entities.Concat(message.RequestContext).Select(static column => (column.Key, column.Value.Val.Count)), request.Entities.Select(static column => (column.Name, column.Values.Count)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Write_RandomColumns_AreReadBackByProtoc(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var rows = random.Next(5);
            var response = new OnlineFeaturesResponse(rows, [.. Enumerable.Range(0, random.Next(6)).Select(column => RandomColumn(random, $"spalte-ü{column}", rows))]);

            var written = GetOnlineFeaturesResponse.Parser.ParseFrom(Write(response));

            Assert.Equal(response.Columns.Select(static column => column.Name), written.Metadata.FeatureNames.Val);
            foreach (var (column, result) in response.Columns.Zip(written.Results))
            {
                Assert.Equal(column.Statuses.Select(static status => (int)status), result.Statuses.Select(static status => (int)status));
                Assert.Equal(column.EventTimes, result.EventTimestamps.Select(static time => Instant.From(time.ToDateTimeOffset())));
                Assert.Equal(
                    column.Values.Zip(column.Statuses, static (value, status) => status == FieldStatus.Present ? value : Value.Null), result.Values.Select(value => FeastMessages.Read(value, column.Name)));
            }
        }
    }

    [Fact]
    public void Write_ManyValues_AllocatesNothingForEach()
    {
        var random = new Random(1);
        var response = new OnlineFeaturesResponse(10_000, [.. Enumerable.Range(0, 10).Select(column => RandomColumn(random, $"c{column}", 10_000))]);
        var output = new ArrayBufferWriter<byte>(64 << 20);
        OnlineFeaturesMessages.Responses.Write(response, output);
        output.ResetWrittenCount();

        var before = GC.GetAllocatedBytesForCurrentThread();
        OnlineFeaturesMessages.Responses.SizeOf(response);
        OnlineFeaturesMessages.Responses.Write(response, output);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    private static bool IsLookup(string capture) => !capture.Contains("00-serving-info", StringComparison.Ordinal);

    private static Google.Protobuf.WellKnownTypes.Timestamp Cut(Google.Protobuf.WellKnownTypes.Timestamp time) => new() { Seconds = time.Seconds, Nanos = time.Nanos / 1_000 * 1_000 };

    private static byte[] Write(OnlineFeaturesResponse response)
    {
        var output = new ArrayBufferWriter<byte>();
        OnlineFeaturesMessages.Responses.Write(response, output);
        Assert.Equal(OnlineFeaturesMessages.Responses.SizeOf(response), output.WrittenCount);
        return output.WrittenSpan.ToArray();
    }

    private static OnlineFeaturesResponse Read(GetOnlineFeaturesResponse captured) => new(
        captured.Results[0].Values.Count,
        [.. captured.Metadata.FeatureNames.Val.Zip(captured.Results, static (name, result) => new OnlineColumn
        {
            Name = name,
            Type = new DataType(ScalarType.String),
            Values = [.. result.Values.Select(value => FeastMessages.Read(value, name))],
            Statuses = [.. result.Statuses.Select(static status => (FieldStatus)(int)status)],
            EventTimes = [.. result.EventTimestamps.Select(static time => Instant.From(Cut(time).ToDateTimeOffset()))],
        })]);

    private static OnlineColumn RandomColumn(Random random, string name, int rows)
    {
        ScalarType[] types = [ScalarType.Bytes, ScalarType.String, ScalarType.Int32, ScalarType.Int64, ScalarType.Double, ScalarType.Float, ScalarType.Bool, ScalarType.Timestamp];
        var type = types[random.Next(types.Length)];
        var isList = random.Next(3) == 0;
        FieldStatus[] statuses = [FieldStatus.Present, FieldStatus.Present, FieldStatus.NotFound, FieldStatus.NullValue, FieldStatus.OutsideMaxAge];
        return new OnlineColumn
        {
            Name = name,
            Type = new DataType(type, isList),
            Values = [.. Enumerable.Range(0, rows).Select(_ => isList ? Value.OfList(type, [.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomValue(random, type))]) : RandomValue(random, type))],
            Statuses = [.. Enumerable.Range(0, rows).Select(_ => statuses[random.Next(statuses.Length)])],
            EventTimes = [.. Enumerable.Range(0, rows).Select(_ => new Instant(random.NextInt64(-60_000_000_000_000_000, 200_000_000_000_000_000)))],
        };
    }

    private static Value RandomValue(Random random, ScalarType type) => type switch
    {
        ScalarType.Bytes => Value.Of(Enumerable.Range(0, random.Next(4)).Select(_ => (byte)random.Next(256)).ToArray()),
        ScalarType.String => Value.Of(string.Concat(Enumerable.Repeat("ü€", random.Next(100)))),
        ScalarType.Int32 => Value.Of(random.Next(3) == 0 ? 0 : random.Next(int.MinValue, int.MaxValue)),
        ScalarType.Int64 => Value.Of(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64)),
        ScalarType.Double => Value.Of(BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))),
        ScalarType.Float => Value.Of(BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))),
        ScalarType.Bool => Value.Of(random.Next(2) == 0),
        _ => Value.Of(new Instant(random.NextInt64(-9_000_000_000, 9_000_000_000) * 1_000_000)),
    };
}
