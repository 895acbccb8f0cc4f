using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Verifications;

namespace Conformance.Proof;

/// <summary>What every store of verifications does. Tests use view names and ids of their own.</summary>
public abstract class VerificationStoreConformance : IAsyncLifetime
{
    private static readonly Instant Noon = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    private readonly string _view = $"view-{Guid.CreateVersion7():N}";

    private IVerificationStore? _store;

    private IVerificationStore Store => _store ?? throw new InvalidOperationException("The store is not open yet.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the store of this test.</summary>
    protected abstract ValueTask<IVerificationStore> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task FindAsync_NothingKept_IsNull()
    {
        Assert.Null(await Store.FindAsync(Guid.CreateVersion7(), Token));
        Assert.Null(await Store.FindLatestAsync(_view, Token));
        Assert.Empty(await Store.ListAsync(_view, null, 10, Token));
        Assert.Empty(await Store.GetHistoryAsync(_view, Instant.MinValue, Token));
    }

    [Fact]
    public async Task CompleteAsync_WholeRecord_ComesBackAsWritten()
    {
        var verification = Make(0) with { Request = new VerificationRequest { Views = [_view], Service = "churn", From = Noon, First = 4 } };
        await Store.SaveAsync(verification, Token);
        Assert.Contains(await Store.ListUnfinishedAsync(Token), record => record.Id == verification.Id);

        await Store.CompleteAsync(Ended(verification, 0) with { NotCompared = new Dictionary<string, long> { ["one-store-only"] = 2 } }, [Agreement(0, 1, Row())], Token);

        var kept = await Store.FindAsync(verification.Id, Token);
        Assert.NotNull(kept);
        Assert.Equal((VerificationState.Completed, 12L, 10L, 1L), (kept.State, kept.End, kept.Compared, kept.Differences));
        Assert.Equal((_view, "churn", Noon, 4L), (kept.Request.Views[0], kept.Request.Service, kept.Request.From, kept.Request.First));
        Assert.Equal(2, kept.NotCompared["one-store-only"]);
        var agreement = Assert.Single(await Store.GetAgreementsAsync(verification.Id, Token));
        Assert.Equal(Row(), Assert.Single(agreement.Rows));
        Assert.Equal((10L, 1L, 20L), (agreement.Compared, agreement.Differences, agreement.Values));
        Assert.DoesNotContain(await Store.ListUnfinishedAsync(Token), record => record.Id == verification.Id);
    }

    [Fact]
    public async Task FindLatestAsync_SeveralAgreements_IsTheNewestWithALookup()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            var verification = Make(i);
            ids.Add(verification.Id);
            await Store.CompleteAsync(Ended(verification, i), [i == 3 ? Agreement(i, 0) with { Compared = 0 } : Agreement(i, i)], Token);
        }

        Assert.Equal((Noon + TimeSpan.FromDays(2), 2L), ((await Store.FindLatestAsync(_view, Token))?.At, (await Store.FindLatestAsync(_view, Token))?.Differences));
        Assert.Equal([(ids[1], 1L), (ids[2], 2L)], (await Store.GetHistoryAsync(_view, Noon + TimeSpan.FromHours(1), Token)).Select(static point => (point.Verification, point.Differences)));
        Assert.Equal([ids[1], ids[2]], (await Store.GetHistoryAsync(null, Noon + TimeSpan.FromHours(1), Token)).Where(point => point.View.Name == _view).Select(static point => point.Verification));
        Assert.Equal(2, Assert.Single(await Store.ListLatestAsync(Token), point => point.View.Name == _view).Differences);
        Assert.Equal([ids[3], ids[2]], (await Store.ListAsync(_view, null, 2, Token)).Select(static record => record.Id));
        Assert.Equal([ids[1], ids[0]], (await Store.ListAsync(_view, ids[2], 5, Token)).Select(static record => record.Id));
    }

    [Theory]
    [InlineData(0, 0, 3)]
    [InlineData(4, 0, 2)]
    [InlineData(4, 1, 3)]
    public async Task FindLatestAsync_SeveralVersionsAtOnce_IsTheNewestThatDiffers(long earlier, long newer, int version)
    {
        var verification = Make(0);
        await Store.CompleteAsync(Ended(verification, 0), [Of(2, earlier), Of(3, newer)], Token);

        Assert.Equal(version, (await Store.FindLatestAsync(_view, Token))?.View.Version);
        Assert.Equal(version, Assert.Single(await Store.ListLatestAsync(Token), point => point.View.Name == _view).View.Version);

        ViewAgreement Of(int number, long differences) => Agreement(0, differences) with { View = new FeatureViewId(_view, number) };
    }

    [Fact]
    public async Task CompleteAsync_Again_ReplacesWhatWasFound()
    {
        var verification = Make(0);
        await Store.CompleteAsync(Ended(verification, 0), [Agreement(0, 3)], Token);
        await Store.CompleteAsync(Ended(verification, 0), [Agreement(0, 1)], Token);

        Assert.Equal(1, Assert.Single(await Store.GetAgreementsAsync(verification.Id, Token)).Differences);
    }

    [Fact]
    public async Task DeleteBeforeAsync_OldOnes_GoWithWhatTheyFound()
    {
        var (old, kept) = (Make(-9_000), Make(0));
        await Store.CompleteAsync(Ended(old, -9_000), [Agreement(-9_000, 0)], Token);
        await Store.CompleteAsync(Ended(kept, 0), [Agreement(0, 0)], Token);

        Assert.True(await Store.DeleteBeforeAsync(Noon - TimeSpan.FromDays(8_000), Token) >= 1);

        Assert.Null(await Store.FindAsync(old.Id, Token));
        Assert.Empty(await Store.GetAgreementsAsync(old.Id, Token));
        Assert.NotNull(await Store.FindAsync(kept.Id, Token));
    }

    [Fact]
    public async Task GetScheduledEndAsync_CompleteScheduledOnes_IsTheEndOfTheNewest()
    {
        var before = Make(40_000) with { IsScheduled = true };
        await Store.CompleteAsync(Ended(before, 40_000) with { End = 77 }, [], Token);
        await Store.SaveAsync(Make(40_001) with { IsScheduled = true, State = VerificationState.Failed, End = 90 }, Token);
        await Store.CompleteAsync(Ended(Make(40_002), 40_002) with { End = 99 }, [], Token);

        Assert.Equal(77, await Store.GetScheduledEndAsync(Token));
    }

    private static Verification Make(int days) => new()
    {
        Id = Guid.CreateVersion7((Noon + TimeSpan.FromDays(days)).ToDateTimeOffset()), State = VerificationState.Queued, Request = new VerificationRequest(), CreatedAt = Noon + TimeSpan.FromDays(days),
    };

    private static Verification Ended(Verification verification, int days)
        => verification with { State = VerificationState.Completed, End = 12, Compared = 10, Differences = 1, EndedAt = Noon + TimeSpan.FromDays(days) };

    private static DifferingValue Row() => new(
        5, "churn", "id=1", Noon, 41, "amount", new ComparedValue("PRESENT", Noon, "0.1", "3fb999999999999a"), new ComparedValue("NOT_FOUND", null, null, null));

    private ViewAgreement Agreement(int days, long differences, params DifferingValue[] rows) => new()
    {
        View = new FeatureViewId(_view, 1),
        At = Noon + TimeSpan.FromDays(days),
        Compared = 10,
        Differences = differences,
        Keys = 3,
        Files = 2,
        Snapshot = 9,
        FirstLookup = Noon,
        LastLookup = Noon,
        Features = [new FeatureAgreement("amount", 10, differences), new FeatureAgreement("kind", 10, 0)],
        Rows = rows,
    };
}
