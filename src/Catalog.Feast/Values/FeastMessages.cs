using Catalog.Core.Values;
using Catalog.Grpc;
using CatalogValue = Catalog.Core.Values.Value;
using FeastValue = Catalog.Feast.Messages.Types.Value;

namespace Catalog.Feast.Values;

/// <summary>Turns Feast's values into those of the catalogue. Texts of other kinds, such as UUIDs and decimals, are texts; seconds are instants.</summary>
internal static class FeastMessages
{
    /// <summary>Reads a value; one that is not set is null.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The column that it stands in, for messages.</param>
    /// <exception cref="GrpcException">It is of a type that has no counterpart.</exception>
    internal static CatalogValue Read(FeastValue value, string name) => value.ValCase switch
    {
        FeastValue.ValOneofCase.None or FeastValue.ValOneofCase.NullVal => CatalogValue.Null,
        FeastValue.ValOneofCase.BytesVal => CatalogValue.Of(value.BytesVal.ToByteArray()),
        FeastValue.ValOneofCase.StringVal => CatalogValue.Of(value.StringVal),
        FeastValue.ValOneofCase.Int32Val => CatalogValue.Of(value.Int32Val),
        FeastValue.ValOneofCase.Int64Val => CatalogValue.Of(value.Int64Val),
        FeastValue.ValOneofCase.DoubleVal => CatalogValue.Of(value.DoubleVal),
        FeastValue.ValOneofCase.FloatVal => CatalogValue.Of(value.FloatVal),
        FeastValue.ValOneofCase.BoolVal => CatalogValue.Of(value.BoolVal),
        FeastValue.ValOneofCase.UnixTimestampVal => TimeOf(value.UnixTimestampVal, name),
        FeastValue.ValOneofCase.JsonVal => CatalogValue.Of(value.JsonVal),
        FeastValue.ValOneofCase.UuidVal => CatalogValue.Of(value.UuidVal),
        FeastValue.ValOneofCase.TimeUuidVal => CatalogValue.Of(value.TimeUuidVal),
        FeastValue.ValOneofCase.DecimalVal => CatalogValue.Of(value.DecimalVal),
        FeastValue.ValOneofCase.ZonedTimestampVal => TimeOf(value.ZonedTimestampVal.UnixTimestamp, name),
        _ => ReadList(value, name),
    };

    private static CatalogValue ReadList(FeastValue value, string name) => value.ValCase switch
    {
        FeastValue.ValOneofCase.BytesListVal => List(ScalarType.Bytes, value.BytesListVal.Val, static item => CatalogValue.Of(item.ToByteArray())),
        FeastValue.ValOneofCase.StringListVal => List(ScalarType.String, value.StringListVal.Val, CatalogValue.Of),
        FeastValue.ValOneofCase.Int32ListVal => List(ScalarType.Int32, value.Int32ListVal.Val, CatalogValue.Of),
        FeastValue.ValOneofCase.Int64ListVal => List(ScalarType.Int64, value.Int64ListVal.Val, CatalogValue.Of),
        FeastValue.ValOneofCase.DoubleListVal => List(ScalarType.Double, value.DoubleListVal.Val, CatalogValue.Of),
        FeastValue.ValOneofCase.FloatListVal => List(ScalarType.Float, value.FloatListVal.Val, CatalogValue.Of),
        FeastValue.ValOneofCase.BoolListVal => List(ScalarType.Bool, value.BoolListVal.Val, CatalogValue.Of),
        FeastValue.ValOneofCase.UnixTimestampListVal => List(ScalarType.Timestamp, value.UnixTimestampListVal.Val, item => TimeOf(item, name)),
        _ => throw new GrpcException(
            GrpcStatusCode.InvalidArgument, $"Column '{name}' has a value of Feast's type '{value.ValCase}', which has no counterpart here. Send a scalar, or a list of scalars."),
    };

    private static CatalogValue List<T>(ScalarType type, IReadOnlyList<T> items, Func<T, CatalogValue> read) => CatalogValue.OfList(type, [.. items.Select(read)]);

    private static CatalogValue TimeOf(long seconds, string name)
    {
        try
        {
            return FeatureStore.Feast.FeastValue.TimeOf(seconds);
        }
        catch (InvalidDataException exception)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"Column '{name}' has the time '{seconds}' in seconds since 1970: {exception.Message}.", exception);
        }
    }
}
