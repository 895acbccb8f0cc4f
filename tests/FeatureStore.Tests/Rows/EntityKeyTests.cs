using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;

namespace FeatureStore.Tests.Rows;

public sealed class EntityKeyTests
{
    [Fact]
    public void Create_Int32Key_HasFeastsBytes()
        => AssertBytes("010000000200000006000000656e74697479030000000400000001000000", ("entity", Value.Of(1)));

    [Fact]
    public void Create_Int64Key_HasFeastsBytes()
        => AssertBytes("0100000002000000090000006472697665725f69640400000008000000e903000000000000", ("driver_id", Value.Of(1001L)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Create_TwoKeysInAnyOrder_HasFeastsBytes(bool reversed)
    {
        (string, Value)[] parts = [("driver_id", Value.Of(1001L)), ("customer_id", Value.Of("C9"))];

        AssertBytes(
            "02000000020000000b000000637573746f6d65725f696402000000090000006472697665725f6964020000000200000043390400000008000000e903000000000000",
            reversed ? [.. parts.Reverse()] : parts);
    }

    [Fact]
    public void Create_FeastsPlaceholderForNoEntity_HasFeastsBytes()
        => AssertBytes("01000000020000000a0000005f5f64756d6d795f69640200000000000000", ("__dummy_id", Value.Of(string.Empty)));

    [Fact]
    public void Create_NoEntity_IsFourZeros() => AssertBytes("00000000");

    [Fact]
    public void Equals_SameDigitsSplitDifferently_DiffersByHashAndValue()
    {
        var left = Key(("a", Value.Of(1L)), ("b", Value.Of("23")));
        var right = Key(("a", Value.Of(12L)), ("b", Value.Of("3")));

        Assert.NotEqual(left, right);
        Assert.Equal(left, Key(("b", Value.Of("23")), ("a", Value.Of(1L))));
    }

    [Fact]
    public void Create_SameNumberOfAnotherType_DiffersFromIt()
        => Assert.NotEqual(Key(("id", Value.Of(1))), Key(("id", Value.Of(1L))));

    [Fact]
    public void Create_NullOrOtherType_IsRefused()
    {
        var entity = new Entity { Name = "id", JoinKey = "id", Type = new DataType(ScalarType.Int64), Domain = "d", Owner = "o" };

        Assert.Throws<ArgumentException>(() => EntityKey.Create([entity], [Value.Null]));
        Assert.Throws<ArgumentException>(() => EntityKey.Create([entity], [Value.Of("1")]));
        Assert.Throws<ArgumentException>(() => EntityKey.Create([entity], []));
    }

    [Fact]
    public void Decode_RandomKeys_GivesBackWhatWentIn()
    {
        var random = new Random(1);
        ScalarType[] types = [ScalarType.Int32, ScalarType.Int64, ScalarType.String, ScalarType.Bytes, ScalarType.Timestamp];
        for (var i = 0; i < 2000; i++)
        {
            var parts = Enumerable.Range(0, random.Next(4))
                .Select(part => (Name: $"{(char)('a' + random.Next(26))}{part}", Value: RandomValues.Scalar(random, types[random.Next(types.Length)])))
                .ToArray();

            var decoded = Key(parts).Decode();

            Assert.Equal(
                parts.OrderBy(static part => part.Name, StringComparer.Ordinal),
                decoded.Select(static part => (part.Key, part.Value)));
        }
    }

    [Fact]
    public void Decode_RandomBytes_GivesCorruptDataOrAKey()
    {
        var random = new Random(2);
        var valid = Key(("driver_id", Value.Of(1001L)), ("customer_id", Value.Of("C9"))).Bytes.ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Fuzz.Damage(random, valid);
            Fuzz.AssertCorruptOrFine(() => new EntityKey(bytes).Decode());
        }
    }

    [Fact]
    public void ToString_TwoKeys_ReadsAsPairs()
        => Assert.Equal("customer_id=C9, driver_id=1001", Key(("driver_id", Value.Of(1001L)), ("customer_id", Value.Of("C9"))).ToString());

    private static void AssertBytes(string hex, params (string Name, Value Value)[] parts)
        => Assert.Equal(hex, Convert.ToHexStringLower(Key(parts).Bytes.Span));

    private static EntityKey Key(params (string Name, Value Value)[] parts) => EntityKey.Create(
        [.. parts.Select(static part => new Entity { Name = part.Name, JoinKey = part.Name, Type = part.Value.Type, Domain = "d", Owner = "o" })],
        [.. parts.Select(static part => part.Value)]);
}
