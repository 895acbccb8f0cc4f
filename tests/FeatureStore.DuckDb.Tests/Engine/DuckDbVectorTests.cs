using System.Globalization;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tests.Support;

namespace FeatureStore.DuckDb.Tests.Engine;

public sealed class DuckDbVectorTests
{
    private delegate object Reading(DuckDbVector vector);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TINYINT", sbyte.MinValue)]
    [InlineData("SMALLINT", short.MinValue)]
    [InlineData("INTEGER", int.MinValue)]
    [InlineData("BIGINT", long.MinValue)]
    [InlineData("UTINYINT", byte.MaxValue)]
    [InlineData("USMALLINT", ushort.MaxValue)]
    [InlineData("UINTEGER", uint.MaxValue)]
    [InlineData("UBIGINT", long.MaxValue)]
    public void GetInt64_ExtremeOfEachWidth_IsExact(string type, long value)
        => Assert.Equal(value, Read($"'{value.ToString(CultureInfo.InvariantCulture)}'::{type}", static vector => vector.GetInt64(0)));

    [Fact]
    public void GetInt64_UnsignedAboveInt64_Throws()
        => Assert.Throws<OverflowException>(() => Read("18446744073709551615::UBIGINT", static vector => vector.GetInt64(0)));

    [Theory]
    [InlineData("'2011-12-09 12:50:00.123456'::TIMESTAMP", 1_323_435_000_123_456)]
    [InlineData("'2011-12-09 13:50:00+01:00'::TIMESTAMPTZ", 1_323_435_000_000_000)]
    [InlineData("'2011-12-09 12:50:00'::TIMESTAMP_S", 1_323_435_000_000_000)]
    [InlineData("'2011-12-09 12:50:00.123'::TIMESTAMP_MS", 1_323_435_000_123_000)]
    [InlineData("make_timestamp_ns(-1)", -1)]
    [InlineData("make_timestamp_ns(1999)", 1)]
    [InlineData("'1969-12-31'::DATE", -86_400_000_000)]
    public void GetMicroseconds_EveryKindOfTime_CutsTowardsThePast(string sql, long expected)
        => Assert.Equal(expected, Read(sql, static vector => vector.GetMicroseconds(0)));

    [Theory]
    [InlineData("0.05::DECIMAL(4,2)", "0.05")]
    [InlineData("-0.05::DECIMAL(4,2)", "-0.05")]
    [InlineData("12345::DECIMAL(9,0)", "12345")]
    [InlineData("-123456789012.34::DECIMAL(18,2)", "-123456789012.34")]
    [InlineData("'99999999999999999999999999999999999.999'::DECIMAL(38,3)", "99999999999999999999999999999999999.999")]
    public void GetDecimalText_EveryStorage_KeepsAllDigits(string sql, string expected)
        => Assert.Equal(expected, Read(sql, static vector => vector.GetDecimalText(0)));

    [Fact]
    public void GetDouble_Decimal_IsTheNearestDouble() => Assert.Equal(17850.1, Read("17850.1::DECIMAL(7,1)", static vector => vector.GetDouble(0)));

    [Fact]
    public void GetHugeInt_Extremes_AreExact()
    {
        Assert.Equal(Int128.MinValue, Read("'-170141183460469231731687303715884105728'::HUGEINT", static vector => vector.GetHugeInt(0)));
        Assert.Equal(UInt128.MaxValue, Read("'340282366920938463463374607431768211455'::UHUGEINT", static vector => vector.GetUHugeInt(0)));
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    [InlineData("80123456-789a-bcde-f012-3456789abcde")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    public void GetGuid_AnyText_IsTheSame(string text) => Assert.Equal(Guid.Parse(text), Read($"'{text}'::UUID", static vector => vector.GetGuid(0)));

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(5_000_000)]
    public void GetString_InlineAndBehindAPointer_IsWhole(int length)
        => Assert.Equal(new string('y', length), Read($"repeat('y', {length})", static vector => vector.GetString(0)));

    [Fact]
    public void GetList_ListsWithNullsAndEmptyOnes_AreToldApart()
    {
        using var database = new TestDatabase();
        using var reader = database.Connection.Query("SELECT unnest([[1, NULL, 3], [], NULL, [4]])::BIGINT[]", Token);
        Assert.True(reader.ReadChunk(out var chunk));
        var vector = chunk[0];
        var elements = vector.Elements();

        Assert.Equal("BIGINT[]", vector.Type.ToString());
        Assert.Equal(3, vector.GetList(0).End.Value - vector.GetList(0).Start.Value);
        Assert.True(elements.IsNull(vector.GetList(0).Start.Value + 1));
        Assert.Equal(3, elements.GetInt64(vector.GetList(0).Start.Value + 2));
        Assert.Equal(0, vector.GetList(1).End.Value - vector.GetList(1).Start.Value);
        Assert.True(vector.IsNull(2));
        Assert.Equal(4, elements.GetInt64(vector.GetList(3).Start.Value));
    }

    [Fact]
    public void GetInt64_OfText_SaysWhatItCannotRead()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Read("'a'", static vector => vector.GetInt64(0)));

        Assert.Equal("GetInt64 cannot read a column of type VARCHAR.", exception.Message);
    }

    private static object Read(string expression, Reading reading)
    {
        using var database = new TestDatabase();
        using var reader = database.Connection.Query("SELECT " + expression, Token);
        Assert.True(reader.ReadChunk(out var chunk));
        Assert.False(chunk[0].IsNull(0));
        return reading(chunk[0]);
    }
}
