using Catalog.Core.Values;
using FeatureStore.Rows;

namespace FeatureStore.Tests.Rows;

public sealed class OnlineRowCodecTests
{
    [Fact]
    public void Encode_KnownRow_HasTheDocumentedBytes()
    {
        var row = new FeatureRow([], new Instant(1), new Instant(3), 2, [Value.Of("hi"), Value.Null, Value.OfList(ScalarType.Bool, [Value.Of(true)])]);

        Assert.Equal(
            "01" + "0100000000000000" + "0200000000000000" + "0300000000000000" + "02026869" + "00" + "17010701",
            Convert.ToHexStringLower(OnlineRowCodec.Encode(row)));
    }

    [Fact]
    public void Decode_RandomRows_GivesBackWhatWentIn()
    {
        var random = new Random(3);
        for (var i = 0; i < 3000; i++)
        {
            var row = RandomRow(random);
            var bytes = OnlineRowCodec.Encode(row);
            var values = new Value[row.Values.Length];

            var head = OnlineRowCodec.Decode(bytes, values);

            Assert.Equal(new OnlineRowHead(row.EventTime, row.Sequence, row.ArrivalTime), head);
            Assert.Equal(head, OnlineRowCodec.DecodeHead(bytes));
            Assert.Equal(row.Values, values);
        }
    }

    [Fact]
    public void Decode_SomeFeatures_GivesTheSameAsAllOfThem()
    {
        var random = new Random(4);
        for (var i = 0; i < 3000; i++)
        {
            var row = RandomRow(random);
            int[] wanted = [.. Enumerable.Range(0, row.Values.Length + 2).Where(_ => random.Next(2) == 0)];
            var values = new Value[wanted.Length];

            OnlineRowCodec.Decode(OnlineRowCodec.Encode(row), wanted, values);

            Assert.Equal(wanted.Select(place => place < row.Values.Length ? row.Values[place] : Value.Null), values);
        }
    }

    [Fact]
    public void Decode_RowOfFewerFeatures_FillsWithNulls()
    {
        var bytes = OnlineRowCodec.Encode(new FeatureRow([], default, default, 0, [Value.Of(1)]));
        var values = new[] { Value.Of("stale"), Value.Of("stale"), Value.Of("stale") };

        OnlineRowCodec.Decode(bytes, values);

        Assert.Equal([Value.Of(1), Value.Null, Value.Null], values);
    }

    [Fact]
    public void Decode_LaterFormat_SaysWhichOneItIs()
    {
        var bytes = OnlineRowCodec.Encode(new FeatureRow([], default, default, 0, []));
        bytes[0] = 9;

        var error = Assert.Throws<FeatureStoreException>(() => OnlineRowCodec.DecodeHead(bytes));

        Assert.Contains("'9'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_RandomBytes_GivesCorruptDataOrARow()
    {
        var random = new Random(5);
        var values = new Value[6];
        for (var i = 0; i < 30_000; i++)
        {
            var bytes = Fuzz.Damage(random, OnlineRowCodec.Encode(RandomRow(random)));
            Fuzz.AssertCorruptOrFine(() => OnlineRowCodec.Decode(bytes, values));
            Fuzz.AssertCorruptOrFine(() => OnlineRowCodec.Decode(bytes, [0, 3, 5], values));
        }
    }

    private static FeatureRow RandomRow(Random random) => new(
        [],
        new Instant(random.NextInt64()),
        new Instant(-random.NextInt64()),
        random.NextInt64(),
        [.. Enumerable.Range(0, random.Next(8)).Select(_ => RandomValues.Next(random))]);
}
