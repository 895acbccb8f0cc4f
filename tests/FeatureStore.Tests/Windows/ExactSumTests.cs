using System.Buffers;
using System.Numerics;
using FeatureStore.Rows;
using FeatureStore.Windows.Exact;

namespace FeatureStore.Tests.Windows;

public sealed class ExactSumTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Round_RandomNumbersInAnyOrder_IsTheExactSumRoundedOnce(int kind)
    {
        var random = new Random(kind);
        for (var round = 0; round < 3_000; round++)
        {
            var numbers = Enumerable.Range(0, random.Next(1, 30)).Select(_ => Next(random, kind)).ToArray();
            var exact = Dyadic.Round(numbers.Aggregate(BigInteger.Zero, static (sum, number) => sum + Dyadic.ToUnits(number)));

            var straight = SumOf(numbers);
            random.Shuffle(numbers);
            var parts = numbers.Chunk(random.Next(1, 8)).Select(static part => SumOf(part)).ToArray();
            var merged = default(ExactSum);
            foreach (ref var part in parts.AsSpan())
            {
                merged.Add(in part);
            }

            Assert.Equal(exact, straight.Round());
            Assert.Equal(exact, merged.Round());
            Assert.Equal(Bytes(in straight), Bytes(in merged));
            Assert.Equal(exact, Read(Bytes(in straight)).Round());
            Assert.Equal(Bytes(in straight), Bytes(Read(Bytes(in straight))));
        }
    }

    [Fact]
    public void Round_ScaledAndSquared_IsExactBeforeItIsRounded()
    {
        var random = new Random(11);
        for (var round = 0; round < 2_000; round++)
        {
            var numbers = Enumerable.Range(0, random.Next(1, 20)).Select(_ => Next(random, 1)).ToArray();
            var sum = SumOf(numbers);
            var squares = default(ExactSum);
            Array.ForEach(numbers, number => squares.AddProduct(number, number));

            var difference = default(ExactSum);
            difference.AddScaled(in squares, numbers.Length);
            difference.SubtractProduct(in sum, in sum);

            var units = numbers.Select(Dyadic.ToUnits).ToArray();
            var total = units.Aggregate(BigInteger.Zero, static (left, right) => left + right);
            var expected = (numbers.Length * units.Aggregate(BigInteger.Zero, static (left, right) => left + (right * right))) - (total * total);
            Assert.Equal(Dyadic.Round(expected, -2 * Dyadic.UnitExponent), difference.Round());
        }
    }

    [Theory]
    [InlineData(new[] { 1e308, 1e308, -1e308, -1e308, 1 }, 1)]
    [InlineData(new[] { 1e308, 1e308 }, double.PositiveInfinity)]
    [InlineData(new[] { 1e300, 1, -1e300 }, 1)]
    [InlineData(new[] { 5e-324, 5e-324 }, 1e-323)]
    [InlineData(new[] { 1, double.PositiveInfinity, -1e308 }, double.PositiveInfinity)]
    [InlineData(new[] { double.PositiveInfinity, double.NegativeInfinity }, double.NaN)]
    [InlineData(new[] { double.NaN, 1 }, double.NaN)]
    [InlineData(new[] { 0.1, 0.2, -0.3 }, 2.7755575615628914E-17)]
    [InlineData(new double[0], 0)]
    public void Round_AtTheEndsOfTheRange_LosesNothing(double[] numbers, double expected) => Assert.Equal(expected, SumOf(numbers).Round());

    [Fact]
    public void Round_HalfwayCases_GoToEven()
    {
        Assert.Equal(9007199254740992.0, SumOf([9007199254740992, 1]).Round());
        Assert.Equal(9007199254740994.0, SumOf([9007199254740992, 1, 1e-300]).Round());
        Assert.Equal(9007199254740996.0, SumOf([9007199254740994, 1]).Round());
        Assert.Equal(9007199254740994.0, SumOf([9007199254740994, 1, -1e-300]).Round());
    }

    private static double Next(Random random, int kind) => kind switch
    {
        0 => Math.Round(random.NextDouble() * 1000, 2) * (random.Next(4) == 0 ? -1 : 1),
        1 => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-40, 40)),
        2 => BitConverter.Int64BitsToDouble(random.NextInt64()) is var any && double.IsFinite(any) ? any : 1,
        _ => Math.ScaleB(random.Next(-3, 4), random.Next(-1074, 1023)),
    };

    private static ExactSum SumOf(ReadOnlySpan<double> numbers)
    {
        var sum = default(ExactSum);
        foreach (var number in numbers)
        {
            sum.Add(number);
        }

        return sum;
    }

    private static byte[] Bytes(in ExactSum sum)
    {
        var buffer = new ArrayBufferWriter<byte>();
        sum.Write(new ValueWriter(buffer));
        return buffer.WrittenSpan.ToArray();
    }

    private static ExactSum Read(byte[] bytes)
    {
        var sum = default(ExactSum);
        var reader = new ValueReader(bytes);
        sum.MergeFrom(ref reader);
        Assert.True(reader.IsAtEnd);
        return sum;
    }
}
