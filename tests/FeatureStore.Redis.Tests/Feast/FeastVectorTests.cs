using System.Text;
using Catalog.Core.Values;
using FeatureStore.Feast;
using FeatureStore.Model;
using FeatureStore.Redis.Feast;
using FeatureStore.Rows;

namespace FeatureStore.Redis.Tests.Feast;

/// <summary>Bytes that Feast is known to write, of its own unit tests and of an independent script.</summary>
public sealed class FeastVectorTests
{
    [Theory]
    [InlineData("feature_view_1:feature_10", "266d5f39")]
    [InlineData("feature_view_1:feature_11", "c3379abf")]
    [InlineData("feature_view_1:feature_12", "7772b564")]
    [InlineData("feature_view_1:my-feature-view:feature1", "5369864a")]
    [InlineData("driver_hourly_stats:conv_rate", "6160e3da")]
    [InlineData("driver_hourly_stats:acc_rate", "fa5e58ad")]
    [InlineData("driver_hourly_stats:avg_daily_trips", "18a5e5a3")]
    [InlineData("driver_hourly_stats_v2:conv_rate", "bfac5cd4")]
    [InlineData("feature_view_0:feature_0", "bfbc891d")]
    public void FieldOf_ViewAndFeature_IsTheHashOfThem(string name, string hex)
    {
        var cut = name.IndexOf(':', StringComparison.Ordinal);

        Assert.Equal(hex, Convert.ToHexStringLower(FeastView.FieldOf(name[..cut], name[(cut + 1)..])));
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("a", 0x3c2569b2u)]
    [InlineData("abc", 0xb3dd93fau)]
    [InlineData("Hello, world!", 0xc0363e43u)]
    public void Murmur3_TextOfAnyLength_IsThePublishedHash(string text, uint expected) => Assert.Equal(expected, Murmur3.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void HashOf_KeysOfEveryShape_AreThoseOfFeast()
    {
        Assert.Equal("010000000200000006000000656e7469747903000000040000000100000074657374", Name("test", ("entity", Value.Of(1))));
        Assert.Equal("0100000002000000090000006472697665725f69640400000008000000e90300000000000064656d6f", Name("demo", ("driver_id", Value.Of(1001L))));
        Assert.Equal(
            "02000000020000000b000000637573746f6d65725f696402000000090000006472697665725f6964020000000200000043390400000008000000e90300000000000064656d6f",
            Name("demo", ("driver_id", Value.Of(1001L)), ("customer_id", Value.Of("C9"))));
        Assert.Equal("01000000020000000a0000005f5f64756d6d795f6964020000000000000064656d6f", Name("demo"));
        Assert.Equal("0100000002000000020000006b620100000002000000000164656d6f", Name("demo", ("kb", Value.Of(new byte[] { 0, 1 }))));
        Assert.Equal("0100000002000000030000006b7473080000000800000040e946620000000064656d6f", Name("demo", ("kts", Value.Of(new Instant(1_648_814_400_000_000)))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(1_648_814_400_000_000)]
    [InlineData(1_648_814_400_000_001)]
    [InlineData(-62_135_596_800_000_000)]
    [InlineData(253_402_300_799_999_999)]
    public void KeyOf_TimesOfAnyFineness_AreKeptApart(long microseconds)
    {
        var keys = new FeastKeys("demo");
        var key = Key(("at", Value.Of(new Instant(microseconds))), ("name", Value.Of("x")));

        Assert.Equal(key, keys.KeyOf(keys.HashOf(key)));
    }

    [Theory]
    [InlineData("xdemo")]
    [InlineData("dem")]
    public void KeyOf_HashOfAnotherProject_IsNone(string project)
    {
        Assert.Null(new FeastKeys("demo").KeyOf(new FeastKeys(project).HashOf(Key(("driver_id", Value.Of(1001L))))));
        Assert.Null(new FeastKeys("demo").KeyOf("of another program than feast; demo"));
        Assert.Null(new FeastKeys("demo").KeyOf("demo"));
    }

    [Fact]
    public void Write_Values_AreThoseOfFeast()
    {
        Assert.Equal("350000003f", Hex(Value.Of(0.5f)));
        Assert.Equal("200e", Hex(Value.Of(14L)));
        Assert.Equal("12026869", Hex(Value.Of("hi")));
        Assert.Equal(string.Empty, Hex(Value.Null));
        Assert.Equal("08ccf9ff9006", Convert.ToHexStringLower(FeastValue.WriteTime(new Instant(1_646_263_500_000_000))));
    }

    [Theory]
    [InlineData("40808080808080808080 01")] // A null time of a data frame: the smallest number.
    [InlineData("980100")] // The null that says so.
    [InlineData("")]
    public void Read_NullInAnyForm_IsNull(string hex)
        => Assert.True(FeastValue.Read(Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal)), new DataType(ScalarType.Timestamp)).IsNull);

    [Theory]
    [InlineData("12")]
    [InlineData("1205")]
    [InlineData("12026869", ScalarType.Int64)]
    [InlineData("200e")]
    [InlineData("ba01020801")]
    [InlineData("20ffffffffffffffffffff01", ScalarType.Int64)]
    public void Read_CutOffOrOfAnotherType_IsRefused(string hex, ScalarType type = ScalarType.String)
        => Assert.Throws<InvalidDataException>(() => FeastValue.Read(Convert.FromHexString(hex), new DataType(type)));

    [Fact]
    public void Read_NarrowerNumber_IsTaken()
    {
        Assert.Equal(Value.Of(-7L), FeastValue.Read(FeastValue.Write(Value.Of(-7)), new DataType(ScalarType.Int64)));
        Assert.Equal(Value.Of(0.5), FeastValue.Read(FeastValue.Write(Value.Of(0.5f)), new DataType(ScalarType.Double)));
    }

    private static string Hex(Value value) => Convert.ToHexStringLower(FeastValue.Write(value));

    private static string Name(string project, params (string Name, Value Value)[] parts) => Convert.ToHexStringLower((byte[])new FeastKeys(project).HashOf(Key(parts))!);

    private static EntityKey Key(params (string Name, Value Value)[] parts) => EntityKey.Create(
        [.. parts.Select(static part => new Entity { Name = part.Name, JoinKey = part.Name, Type = part.Value.Type, Domain = "d", Owner = "o" })], [.. parts.Select(static part => part.Value)]);
}
