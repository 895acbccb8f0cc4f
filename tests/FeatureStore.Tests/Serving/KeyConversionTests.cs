using Catalog.Core.Values;
using FeatureStore.Serving;

namespace FeatureStore.Tests.Serving;

public sealed class KeyConversionTests
{
    public static TheoryData<Value, ScalarType, Value> Lossless => new()
    {
        { Value.Of(1001L), ScalarType.Int64, Value.Of(1001L) },
        { Value.Of(1001), ScalarType.Int64, Value.Of(1001L) },
        { Value.Of("1001"), ScalarType.Int64, Value.Of(1001L) },
        { Value.Of("-9223372036854775808"), ScalarType.Int64, Value.Of(long.MinValue) },
        { Value.Of(1001.0), ScalarType.Int64, Value.Of(1001L) },
        { Value.Of(-9223372036854775808.0), ScalarType.Int64, Value.Of(long.MinValue) },
        { Value.Of(7L), ScalarType.Int32, Value.Of(7) },
        { Value.Of("7"), ScalarType.Int32, Value.Of(7) },
        { Value.Of("17850"), ScalarType.String, Value.Of("17850") },
        { Value.Of("AP8="), ScalarType.Bytes, Value.Of(new byte[] { 0, 255 }) },
        { Value.Of(string.Empty), ScalarType.Bytes, Value.Of(Array.Empty<byte>()) },
        { Value.Of(1_646_263_500L), ScalarType.Timestamp, Value.Of(new Instant(1_646_263_500_000_000)) },
        { Value.Of("2022-03-02T23:25:00Z"), ScalarType.Timestamp, Value.Of(new Instant(1_646_263_500_000_000)) },
        { Value.Of("2022-03-03T00:25:00+01:00"), ScalarType.Timestamp, Value.Of(new Instant(1_646_263_500_000_000)) },
    };

    public static TheoryData<Value, ScalarType> Lossy => new()
    {
        { Value.Null, ScalarType.Int64 },
        { Value.Of("abc"), ScalarType.Int64 },
        { Value.Of("1001.0"), ScalarType.Int64 },
        { Value.Of(" 1001"), ScalarType.Int64 },
        { Value.Of(string.Empty), ScalarType.Int64 },
        { Value.Of(1001.7), ScalarType.Int64 },
        { Value.Of(9_223_372_036_854_775_808.0), ScalarType.Int64 },
        { Value.Of(double.NaN), ScalarType.Int64 },
        { Value.Of(double.PositiveInfinity), ScalarType.Int64 },
        { Value.Of(true), ScalarType.Int64 },
        { Value.Of(2_147_483_648L), ScalarType.Int32 },
        { Value.Of(1001L), ScalarType.String },
        { Value.OfList(ScalarType.Int64, [Value.Of(1L)]), ScalarType.Int64 },
        { Value.Of("no base64!"), ScalarType.Bytes },
        { Value.Of("yesterday"), ScalarType.Timestamp },
        { Value.Of(long.MaxValue), ScalarType.Timestamp },
    };

    [Theory]
    [MemberData(nameof(Lossless))]
    public void Convert_NothingLost_GivesTheKeysType(Value given, ScalarType type, Value expected)
        => Assert.Equal(expected, KeyConversion.Convert(given, Views.Entity("id", type), 0));

    [Theory]
    [MemberData(nameof(Lossy))]
    public void Convert_SomethingLost_IsRefusedWithTheValue(Value given, ScalarType type)
    {
        var error = Assert.Throws<FeatureStoreException>(() => KeyConversion.Convert(given, Views.Entity("id", type), 5));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityValue, error.ErrorCode);
        Assert.StartsWith($"The value '{given}' of join key 'id' in row 6 is not of type '{type.ToString().ToLowerInvariant()}'.", error.Message, StringComparison.Ordinal);
    }
}
