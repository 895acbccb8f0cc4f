using Catalog.Core.Sharing;

namespace Conformance.Sharing;

/// <summary>What all leases do, whatever store keeps them. Tests use names of their own.</summary>
public abstract class LeasesConformance : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly ThisProcess One = new("1", "here:1");
    private static readonly ThisProcess Two = new("2", "there:2");

    private readonly string _name = $"lease-{Guid.CreateVersion7():N}";
    private ILeases? _leases;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ILeases Leases => _leases ?? throw new InvalidOperationException("The store is not open yet.");

    /// <summary>Opens the store of this test.</summary>
    protected abstract ValueTask<ILeases> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _leases = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TryTakeAsync_HeldByAnother_IsNull()
    {
        var lease = await TakeAsync(One);

        Assert.Equal((_name, One, 1), (lease.Name, lease.Holder, lease.Version));
        Assert.Null(await Leases.TryTakeAsync(_name, Two, Long, Token));
        Assert.NotNull(await Leases.TryTakeAsync(_name + "x", Two, Long, Token));
        Assert.Equal([lease], await ListAsync());
    }

    [Fact]
    public async Task TryTakeAsync_ItsTimeIsOver_GoesToAnotherAndTheFirstHasLostIt()
    {
        var first = await TakeAsync(One, Moment);

        var second = await WaitForAsync(Two);

        Assert.True(second.Version > first.Version);
        Assert.False(await Leases.TryRenewAsync(first, Long, Token));
        await Leases.ReleaseAsync(first, Token);
        Assert.Equal([second], await ListAsync());
    }

    [Fact]
    public async Task TryTakeAsync_BySameProcessAgain_ReplacesWhatItHadBefore()
    {
        var before = await TakeAsync(One);

        var after = await TakeAsync(One);

        Assert.True(after.Version > before.Version);
        Assert.False(await Leases.TryRenewAsync(before, Long, Token));
        Assert.True(await Leases.TryRenewAsync(after, Long, Token));
    }

    [Fact]
    public async Task TryRenewAsync_Held_KeepsOthersAwayForAnotherTerm()
    {
        var lease = await TakeAsync(One, Moment);

        Assert.True(await Leases.TryRenewAsync(lease, Long, Token));

        Assert.Null(await Leases.TryTakeAsync(_name, Two, Long, Token));
        var held = Assert.Single(await ListAsync());
        Assert.Equal((lease.Version, true), (held.Version, held.ExpiresAt > lease.ExpiresAt));
    }

    [Fact]
    public async Task TryRenewAsync_ItsTimeWasOverAndNobodyTookIt_IsHeldAgain()
    {
        var lease = await TakeAsync(One, Moment);
        while ((await ListAsync()).Count > 0)
        {
            await Task.Yield();
        }

        Assert.True(await Leases.TryRenewAsync(lease, Long, Token));
        Assert.Null(await Leases.TryTakeAsync(_name, Two, Long, Token));
    }

    [Fact]
    public async Task ReleaseAsync_Held_LetsAnotherTakeItAtOnce()
    {
        var lease = await TakeAsync(One);

        await Leases.ReleaseAsync(lease, Token);

        Assert.Empty(await ListAsync());
        Assert.False(await Leases.TryRenewAsync(lease, Long, Token));
        Assert.True((await TakeAsync(Two)).Version > lease.Version);
    }

    [Fact]
    public async Task TryTakeAsync_ManyAtOnce_GivesItToOne()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Leases.TryTakeAsync(_name, new ThisProcess($"p{i}", "x"), Long, Token)));

        Assert.Single(taken, static lease => lease is not null);
    }

    [Fact]
    public async Task TryTakeAsync_ManyAtOnceWhenItsTimeIsOver_GivesItToOne()
    {
        await TakeAsync(One, Moment);
        while ((await ListAsync()).Count > 0)
        {
            await Task.Yield();
        }

        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Leases.TryTakeAsync(_name, new ThisProcess($"p{i}", "x"), Long, Token)));

        Assert.Single(taken, static lease => lease is not null);
    }

    private async Task<Lease> TakeAsync(ThisProcess process, TimeSpan? term = null)
    {
        var lease = await Leases.TryTakeAsync(_name, process, term ?? Long, Token);
        Assert.NotNull(lease);
        return lease;
    }

    private async Task<Lease> WaitForAsync(ThisProcess process)
    {
        while (true)
        {
            if (await Leases.TryTakeAsync(_name, process, Long, Token) is { } lease)
            {
                return lease;
            }
        }
    }

    private async Task<IReadOnlyList<Lease>> ListAsync() => [.. (await Leases.ListAsync(Token)).Where(lease => lease.Name == _name)];
}
