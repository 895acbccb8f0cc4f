using Ingestion.Ports;

namespace Conformance.Ingestion;

/// <summary>What every index of unique values must do.</summary>
public abstract class UniquenessIndexConformance : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected IUniquenessIndex Index { get; private set; } = null!; // Set before each test.

    public async ValueTask InitializeAsync() => Index = await OpenAsync();

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected abstract ValueTask<IUniquenessIndex> OpenAsync();

    [Fact]
    public async Task FindAsync_ManyHashes_GivesOwnersAtTheirPlaces()
    {
        var claims = Enumerable.Range(1, 1200).Select(number => Claim((UInt128)number << 64 | 7, "f", number)).ToList();
        await Index.AddAsync("s", claims, Token);

        var owners = await Index.FindAsync([.. claims.Select(claim => claim.Hash).Reverse(), UInt128.MaxValue, claims[0].Hash], Token);

        Assert.Equal([.. claims.Select(claim => (RecordPosition?)claim.Owner).Reverse(), null, claims[0].Owner], owners);
    }

    [Fact]
    public async Task AddAsync_OwnedHash_KeepsItsFirstOwner()
    {
        await Index.AddAsync("s", [Claim(5, "f", 1), Claim(5, "f", 2)], Token);
        await Index.AddAsync("s", [Claim(5, "g", 1)], Token);

        Assert.Equal([new RecordPosition("f", 1)], await Index.FindAsync([5], Token));
    }

    [Fact]
    public async Task RemoveFromAsync_ForgetsTheOriginFromTheRecordOn()
    {
        await Index.AddAsync("s", [Claim(1, "f", 1), Claim(2, "f", 2), Claim(3, "g", 2)], Token);
        await Index.AddAsync("t", [Claim(4, "f", 2)], Token);
        await Index.RemoveFromAsync("s", "f", 2, Token);

        var owners = await Index.FindAsync([1, 2, 3, 4], Token);
        Assert.Equal([true, false, true, true], owners.Select(owner => owner is not null));
    }

    private static UniquenessClaim Claim(UInt128 hash, string fingerprint, long record) => new(hash, new RecordPosition(fingerprint, record));
}
