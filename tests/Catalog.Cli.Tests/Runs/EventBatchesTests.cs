using System.Text;
using Catalog.Cli.Runs;

namespace Catalog.Cli.Tests.Runs;

public sealed class EventBatchesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Cut_AnyLines_GivesWholeLinesOfBoundedSize(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var size = random.Next(1, 40);
            var lines = Enumerable.Range(0, random.Next(0, 20)).Select(_ => new string('x', random.Next(0, 60))).ToList();
            var text = string.Join('\n', lines) + (random.Next(2) == 0 ? "\n" : string.Empty);
            using var stream = new Trickle(Encoding.UTF8.GetBytes(text), random);

            var pieces = new List<string>();
            await foreach (var piece in EventBatches.CutAsync(stream, size, TestContext.Current.CancellationToken))
            {
                pieces.Add(Encoding.UTF8.GetString(piece.Span));
            }

            Assert.Equal(text, string.Concat(pieces));
            Assert.All(pieces.SkipLast(1), static piece => Assert.EndsWith("\n", piece, StringComparison.Ordinal));
            var longest = lines.Select(static line => line.Length + 1).DefaultIfEmpty(0).Max();
            Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, Math.Max(size, 2 * longest)));
        }
    }

    [Fact]
    public async Task Cut_SilentInput_CanBeStopped()
    {
        using var stop = new CancellationTokenSource();
        using var silent = new Silent();
        await using var pieces = EventBatches.CutAsync(silent, 10, stop.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var cutting = pieces.MoveNextAsync();

        await silent.Asked;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cutting);
    }

    /// <summary>Gives some bytes at a time, as a pipe does.</summary>
    private sealed class Trickle(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 20))], cancellationToken);
    }

    /// <summary>A terminal at which nobody types, and which knows of no tokens.</summary>
    private sealed class Silent : MemoryStream
    {
        private readonly TaskCompletionSource _asked = new();

        internal Task Asked => _asked.Task;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _asked.TrySetResult();
            return new ValueTask<int>(new TaskCompletionSource<int>().Task);
        }
    }
}
