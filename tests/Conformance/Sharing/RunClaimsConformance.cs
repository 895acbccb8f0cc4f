using Catalog.Core.Sharing;

namespace Conformance.Sharing;

/// <summary>What all claims of runs do, whatever store keeps them. Tests use processes and runs of their own.</summary>
public abstract class RunClaimsConformance : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly ThisProcess _one = ThisProcess.Alone();
    private readonly ThisProcess _two = ThisProcess.Alone();
    private readonly Guid _run = Guid.CreateVersion7();
    private (ILeases Leases, IRunClaims Claims)? _store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IRunClaims Claims => _store?.Claims ?? throw new InvalidOperationException("The store is not open yet.");

    private ILeases Leases => _store?.Leases ?? throw new InvalidOperationException("The store is not open yet.");

    /// <summary>Opens the store of this test, with the leases by which it knows which processes run.</summary>
    protected abstract ValueTask<(ILeases Leases, IRunClaims Claims)> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ClaimAsync_AnotherThatRunsHasIt_StaysWithThatOne()
    {
        await ComeAsync(_one);

        Assert.Equal(new RunClaim(_run, _one, true, false), await Claims.ClaimAsync(_run, _one, false, Token));
        Assert.Equal(new RunClaim(_run, _one, true, false), await Claims.ClaimAsync(_run, _two, false, Token));
        Assert.Equal([new RunClaim(_run, _one, true, false)], await Claims.FindAsync([_run, Guid.CreateVersion7()], Token));
        Assert.Contains(await Claims.ListAsync(Token), claim => claim.RunId == _run);
    }

    [Fact]
    public async Task ClaimAsync_ItsProcessDoesNotRunAnyMore_GoesToAnother()
    {
        var presence = await ComeAsync(_one);
        await Claims.ClaimAsync(_run, _one, false, Token);
        await Claims.AskToCancelAsync(_run, Token);
        await Leases.ReleaseAsync(presence, Token);
        Assert.False(Assert.Single(await Claims.FindAsync([_run], Token)).IsHolderRunning);

        var claim = await Claims.ClaimAsync(_run, _two, false, Token);

        Assert.Equal((_two, true), (claim.Holder, claim.IsCancelAsked));
    }

    [Fact]
    public async Task ClaimAsync_FromAnybody_GoesToWhoAsks()
    {
        await ComeAsync(_one);
        await Claims.ClaimAsync(_run, _one, false, Token);

        Assert.Equal(_two, (await Claims.ClaimAsync(_run, _two, true, Token)).Holder);
    }

    [Fact]
    public async Task ClaimAsync_ManyAtOnce_GivesItToOne()
    {
        ThisProcess[] processes = [.. Enumerable.Range(0, 8).Select(static _ => ThisProcess.Alone())];
        await Task.WhenAll(processes.Select(ComeAsync));

        var claims = await Task.WhenAll(processes.Select(process => Claims.ClaimAsync(_run, process, false, Token)));

        Assert.Single(claims.Select(static claim => claim.Holder.Id).Distinct());
    }

    [Fact]
    public async Task AskToCancelAsync_SomebodyThatRunsHasIt_IsSeenByHim()
    {
        await ComeAsync(_one);
        await Claims.ClaimAsync(_run, _one, false, Token);

        Assert.True(await Claims.AskToCancelAsync(_run, Token));

        Assert.True(Assert.Single(await Claims.FindAsync([_run], Token)).IsCancelAsked);
    }

    [Fact]
    public async Task AskToCancelAsync_NobodyThatRunsHasIt_IsFalse()
    {
        Assert.False(await Claims.AskToCancelAsync(_run, Token));
        await Claims.ClaimAsync(_run, _one, false, Token);

        Assert.False(await Claims.AskToCancelAsync(_run, Token));
    }

    [Fact]
    public async Task ReleaseAsync_ByWhoHasIt_ForgetsIt()
    {
        await ComeAsync(_one);
        await Claims.ClaimAsync(_run, _one, false, Token);

        await Claims.ReleaseAsync(_run, _two, Token);
        Assert.Single(await Claims.FindAsync([_run], Token));
        await Claims.ReleaseAsync(_run, _one, Token);

        Assert.Empty(await Claims.FindAsync([_run], Token));
    }

    private async Task<Lease> ComeAsync(ThisProcess process)
    {
        var lease = await Leases.TryTakeAsync(ProcessPresence.LeaseOf(process.Id), process, Long, Token);
        Assert.NotNull(lease);
        return lease;
    }
}
