using System.Buffers;
using System.Runtime.InteropServices;
using Catalog.Core.Values;
using Catalog.Feast.Messages.Serving;
using Catalog.Feast.Values;
using Catalog.Grpc;
using FeatureStore.Feast;
using FeatureStore.Serving;
using CatalogFieldStatus = FeatureStore.Serving.FieldStatus;

namespace Catalog.Feast.Serving;

/// <summary>
/// Lookups as <c>feast.serving</c> has them. The request is read by protoc's code; the answer is written straight from its columns, without an object for each value. Of a value whose status is
/// not PRESENT nothing is written, as of a null. An answer is let go of once it is written.
/// </summary>
internal static class OnlineFeaturesMessages
{
    // Field numbers of the messages in ServingService.proto.
    private const int Metadata = 1;
    private const int FeatureNames = 1;
    private const int ListItem = 1;
    private const int Results = 2;
    private const int Values = 1;
    private const int Statuses = 2;
    private const int EventTimestamps = 3;

    // All of them are below 16, and a status is below 128.
    private const int TagBytes = 1;

    internal static GrpcMarshaller<GetOnlineFeaturesRequest> Requests { get; } = GrpcMarshallers.Of(GetOnlineFeaturesRequest.Parser);

    internal static GrpcMarshaller<OnlineFeaturesResponse> Responses { get; } = new(
        static _ => throw new NotSupportedException("The server does not read answers."), SizeOf, Write);

    /// <summary>The lookup that a request asks for. Values for on-demand features may stand among the entities or in the request context.</summary>
    /// <exception cref="GrpcException">It names no features, a column twice, or a value of a type that has no counterpart.</exception>
    internal static OnlineFeaturesRequest Read(GetOnlineFeaturesRequest request)
    {
        if (request.KindCase == GetOnlineFeaturesRequest.KindOneofCase.None)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "The request names no features. Set 'features' to references such as 'view:feature', or 'feature_service'.");
        }

        var columns = new List<EntityColumn>(request.Entities.Count + request.RequestContext.Count);
        foreach (var (name, values) in request.Entities.Concat(request.RequestContext))
        {
            if (columns.Exists(column => column.Name == name))
            {
                throw new GrpcException(GrpcStatusCode.InvalidArgument, $"Column '{name}' is in 'entities' and in 'request_context'. Send it in one of them.");
            }

            columns.Add(new EntityColumn(name, [.. values.Val.Select(value => FeastMessages.Read(value, name))]));
        }

        return new OnlineFeaturesRequest
        {
            FeatureService = request.KindCase == GetOnlineFeaturesRequest.KindOneofCase.FeatureService ? request.FeatureService : null,
            Features = request.KindCase == GetOnlineFeaturesRequest.KindOneofCase.Features ? request.Features.Val : [],
            Entities = columns,
            FullFeatureNames = request.FullFeatureNames,
        };
    }

    private static int SizeOf(OnlineFeaturesResponse response)
    {
        var size = TagBytes + ProtoWriter.SizeOfBytes(SizeOfMetadata(response));
        Instant[]? known = null;
        var times = 0;
        foreach (var column in response.Columns)
        {
            if (!ReferenceEquals(column.EventTimes, known))
            {
                (known, times) = (column.EventTimes, SizeOfTimes(column.EventTimes));
            }

            size = checked(size + TagBytes + ProtoWriter.SizeOfBytes(SizeOfValues(column) + times));
        }

        return size;
    }

    /// <summary>Columns of one view stand side by side and share their times, so these are written once and copied.</summary>
    private static void Write(OnlineFeaturesResponse response, IBufferWriter<byte> output)
    {
        WriteMetadata(response, output);
        Instant[]? known = null;
        var (rented, times) = (Array.Empty<byte>(), 0);
        foreach (var column in response.Columns)
        {
            if (!ReferenceEquals(column.EventTimes, known))
            {
                (known, times) = (column.EventTimes, SizeOfTimes(column.EventTimes));
                WriteTimes(known, times, ref rented);
            }

            WriteColumn(column, rented.AsSpan(0, times), output);
        }

        ArrayPool<byte>.Shared.Return(rented);
        response.Release();
    }

    private static int SizeOfMetadata(OnlineFeaturesResponse response) => TagBytes + ProtoWriter.SizeOfBytes(SizeOfNames(response));

    private static int SizeOfNames(OnlineFeaturesResponse response)
    {
        var size = 0;
        foreach (var column in response.Columns)
        {
            size += TagBytes + ProtoWriter.SizeOfBytes(System.Text.Encoding.UTF8.GetByteCount(column.Name));
        }

        return size;
    }

    private static void WriteMetadata(OnlineFeaturesResponse response, IBufferWriter<byte> output)
    {
        var (size, names) = (SizeOfMetadata(response), SizeOfNames(response));
        var all = TagBytes + ProtoWriter.SizeOfBytes(size);
        var writer = new ProtoWriter(output.GetSpan(all));
        writer.Tag(Metadata, ProtoReader.BytesType);
        writer.Varint((ulong)size);
        writer.Tag(FeatureNames, ProtoReader.BytesType);
        writer.Varint((ulong)names);
        foreach (var column in response.Columns)
        {
            writer.Tag(ListItem, ProtoReader.BytesType);
            writer.Text(column.Name);
        }

        output.Advance(all);
    }

    /// <summary>Bytes of the values and statuses of a column.</summary>
    private static int SizeOfValues(OnlineColumn column)
    {
        var rows = column.Values.Length;
        var size = rows == 0 ? 0 : TagBytes + ProtoWriter.SizeOfBytes(rows); // A status is a byte.
        for (var row = 0; row < rows; row++)
        {
            size += TagBytes + ProtoWriter.SizeOfBytes(FeastValue.SizeOf(ValueOf(column, row)));
        }

        return size;
    }

    private static int SizeOfTimes(Instant[] times)
    {
        var size = 0;
        foreach (var time in times)
        {
            size += TagBytes + ProtoWriter.SizeOfBytes(FeastValue.SizeOfTime(time));
        }

        return size;
    }

    private static void WriteTimes(Instant[] times, int size, ref byte[] rented)
    {
        if (rented.Length < size)
        {
            ArrayPool<byte>.Shared.Return(rented);
            rented = ArrayPool<byte>.Shared.Rent(size);
        }

        var writer = new ProtoWriter(rented);
        foreach (var time in times)
        {
            writer.Tag(EventTimestamps, ProtoReader.BytesType);
            writer.Varint((ulong)FeastValue.SizeOfTime(time));
            FeastValue.WriteTime(ref writer, time);
        }
    }

    private static void WriteColumn(OnlineColumn column, ReadOnlySpan<byte> times, IBufferWriter<byte> output)
    {
        var size = SizeOfValues(column) + times.Length;
        var all = TagBytes + ProtoWriter.SizeOfBytes(size);
        var writer = new ProtoWriter(output.GetSpan(all));
        writer.Tag(Results, ProtoReader.BytesType);
        writer.Varint((ulong)size);
        for (var row = 0; row < column.Values.Length; row++)
        {
            var value = ValueOf(column, row);
            writer.Tag(Values, ProtoReader.BytesType);
            writer.Varint((ulong)FeastValue.SizeOf(value));
            FeastValue.Write(ref writer, value);
        }

        if (column.Statuses.Length > 0)
        {
            // Each is a number of one byte.
            writer.Tag(Statuses, ProtoReader.BytesType);
            writer.Bytes(MemoryMarshal.Cast<CatalogFieldStatus, byte>(column.Statuses));
        }

        writer.Raw(times);
        output.Advance(all);
    }

    private static Value ValueOf(OnlineColumn column, int row) => column.Statuses[row] == CatalogFieldStatus.Present ? column.Values[row] : Value.Null;
}
