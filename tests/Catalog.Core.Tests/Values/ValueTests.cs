using Catalog.Core.Values;

namespace Catalog.Core.Tests.Values;

public sealed class ValueTests
{
    public static TheoryData<string, Value> Shown => new()
    {
        { "null", Value.Null },
        { "null", Value.Of((string?)null) },
        { "true", Value.Of(true) },
        { "-5", Value.Of(-5) },
        { "5000000000", Value.Of(5_000_000_000) },
        { "0.1", Value.Of(0.1) },
        { "0.1", Value.Of(0.1f) },
        { "text", Value.Of("text") },
        { "AQI=", Value.Of([1, 2]) },
        { "1970-01-01T00:00:01Z", Value.Of(new Instant(1_000_000)) },
        { "[1, null]", Value.OfList(ScalarType.Int64, [Value.Of(1L), Value.Null]) },
    };

    [Theory]
    [MemberData(nameof(Shown))]
    public void ToString_AnyValue_IsForPeople(string expected, Value value) => Assert.Equal(expected, value.ToString());

    [Fact]
    public void Equals_SameContent_IsEqualWithEqualHash()
    {
        Value[] left = [Value.Of("a"), Value.Of([1]), Value.OfList(ScalarType.String, [Value.Of("x")]), Value.Of(1L), Value.Of(double.NaN), Value.Null];
        Value[] right = [Value.Of("a"), Value.Of([1]), Value.OfList(ScalarType.String, [Value.Of("x")]), Value.Of(1L), Value.Of(double.NaN), default];

        Assert.Equal(left, right);
        Assert.Equal(left.Select(static value => value.GetHashCode()), right.Select(static value => value.GetHashCode()));
        Assert.True(left[0] == right[0] && left[0] != right[1]);
    }

    [Fact]
    public void Equals_OtherTypeOrContent_Differs()
    {
        Assert.NotEqual(Value.Of(1L), Value.Of(1));
        Assert.NotEqual(Value.Of(1L), Value.Of(1d));
        Assert.NotEqual(Value.Of("1"), Value.Of([49]));
        Assert.NotEqual(Value.Of(0L), Value.Null);
        Assert.NotEqual(Value.OfList(ScalarType.Int64, []), Value.OfList(ScalarType.String, []));
        Assert.NotEqual(Value.Of([1, 2]), Value.Of([1]));
    }

    [Fact]
    public void OfList_ElementOfAnotherType_IsRefused()
        => Assert.Throws<ArgumentException>(() => Value.OfList(ScalarType.Int64, [Value.Of("x")]));

    [Theory]
    [InlineData(1.5)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.0)]
    public void AsDouble_Double_KeepsItsBits(double number)
        => Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits(Value.Of(number).AsDouble()));
}
