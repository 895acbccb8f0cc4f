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
        Assert.Empty(await Store.FindLatestAsync([_view], Token));
        Assert.Empty(await Store.FindLatestAsync([], Token));
        Assert.Empty(await Store.ListAsync(_view, null, 10, Token));
        Assert.Empty(await Store.ListDaysAsync([_view], Instant.MinValue, Token));
        Assert.Null(await Store.FindLastDifferenceAsync([_view], Instant.MinValue, Token));
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

        var latest = Assert.Single(await Store.FindLatestAsync([_view], Token));
        Assert.Equal((Noon + TimeSpan.FromDays(2), 2L), (latest.At, latest.Differences));
        Assert.Equal((ids[2], 2L), PointOf(Assert.Single(await Store.ListLatestAsync(Token), point => point.View.Name == _view)));
        Assert.Equal([ids[3], ids[2]], (await Store.ListAsync(_view, null, 2, Token)).Select(static record => record.Id));
        Assert.Equal([ids[1], ids[0]], (await Store.ListAsync(_view, ids[2], 5, Token)).Select(static record => record.Id));
    }

    [Fact]
    public async Task FindLatestAsync_SeveralVersionsAndViews_HasAllThatWereComparedTogether()
    {
        var (other, unasked) = (_view + "-b", _view + "-c");
        await Store.CompleteAsync(Ended(Make(0), 0), [Of(_view, 1, 9), Of(other, 7, 1), Of(unasked, 1, 0)], Token);
        await Store.CompleteAsync(Ended(Make(1), 1), [Of(_view, 2, 4, days: 1), Of(_view, 3, 0, days: 1), Of(_view, 4, 0, days: 1) with { Compared = 0 }], Token);

        Assert.Equal([(_view, 3, 0L), (_view, 2, 4L), (other, 7, 1L)], (await Store.FindLatestAsync([other, _view, "none"], Token)).Select(static found => (found.View.Name, found.View.Version, found.Differences)));
        Assert.Equal(
            [(_view, 3), (_view, 2), (other, 7), (unasked, 1)],
            (await Store.ListLatestAsync(Token)).Where(point => point.View.Name.StartsWith(_view, StringComparison.Ordinal)).Select(static point => (point.View.Name, point.View.Version)));
    }

    [Fact]
    public async Task ListDaysAsync_SeveralVerificationsOfADay_AreAddedUpByViewAndUtcDay()
    {
        var other = _view + "-b";
        var midnight = Noon + TimeSpan.FromHours(12);
        foreach (var (at, view, version, differences) in new[] { (Noon, _view, 1, 9L), (Noon, _view, 2, 1L), (midnight - TimeSpan.FromMicroseconds(1), _view, 1, 2L), (midnight, _view, 1, 0L), (Noon, other, 1, 5L) })
        {
            await Store.CompleteAsync(Ended(Make(0), 0) with { Id = Guid.CreateVersion7() }, [Of(view, version, differences) with { At = at }], Token);
        }

        var (day, next) = (new DateOnly(2026, 11, 20), new DateOnly(2026, 11, 21));
        Assert.Equal([new AgreementDay(_view, day, 30, 12), new(_view, next, 10, 0), new(other, day, 10, 5)], await Store.ListDaysAsync([other, _view], Noon, Token));
        Assert.Equal([new AgreementDay(_view, day, 10, 2), new(_view, next, 10, 0)], await Store.ListDaysAsync([_view], Noon + TimeSpan.FromMicroseconds(1), Token));
        Assert.Empty(await Store.ListDaysAsync([], Noon, Token));
    }

    [Fact]
    public async Task FindLastDifferenceAsync_SeveralDifferences_IsTheLastOfThoseViews()
    {
        var ids = new List<Guid>();
        foreach (var (view, differences) in new[] { (_view, 2L), (_view, 3L), (_view, 0L), (_view + "-b", 5L) })
        {
            var verification = Make(ids.Count);
            await Store.CompleteAsync(Ended(verification, ids.Count), [Of(view, 1, differences, ids.Count)], Token);
            ids.Add(verification.Id);
        }

        Assert.Equal((ids[1], 3L), PointOf(await Store.FindLastDifferenceAsync([_view], Noon, Token)));
        Assert.Equal((ids[3], 5L), PointOf(await Store.FindLastDifferenceAsync([_view, _view + "-b"], Noon, Token)));
        Assert.Null(await Store.FindLastDifferenceAsync([_view], Noon + TimeSpan.FromDays(1.5), Token));
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
    public async Task FindScheduledAsync_SeveralOfSeveralLogs_IsTheNewestCompleteScheduledOneOfTheLog()
    {
        var (log, other) = ($"log-{_view}", $"other-{_view}");
        var first = Make(40_000) with { IsScheduled = true, Log = log };
        await Store.CompleteAsync(Ended(first, 40_000) with { End = 77 }, [], Token);
        await Store.SaveAsync(Make(40_001) with { IsScheduled = true, Log = log, State = VerificationState.Failed, End = 90 }, Token);
        await Store.CompleteAsync(Ended(Make(40_002) with { Log = log }, 40_002) with { End = 99 }, [], Token);
        var last = Make(40_003) with { IsScheduled = true, Log = other };
        await Store.CompleteAsync(Ended(last, 40_003) with { End = 5 }, [], Token);

        Assert.Equal((first.Id, 77), await FindAsync(log));
        Assert.Equal((last.Id, 5), await FindAsync(other));
        Assert.Equal((last.Id, 5), await FindAsync(null));
    }

    [Fact]
    public async Task FindScheduledAsync_OneWithoutALog_CountsForEachLog()
    {
        var old = Make(50_000) with { IsScheduled = true };
        await Store.CompleteAsync(Ended(old, 50_000) with { End = 8 }, [], Token);

        Assert.Equal((old.Id, 8), await FindAsync($"log-{_view}"));

        await Store.DeleteBeforeAsync(Noon + TimeSpan.FromDays(50_001), Token); // It would count for the logs of other tests, too.
    }

    [Fact]
    public async Task TryAddScheduledAsync_AnotherOfTheLogIsUnderWayOrCameMeanwhile_AddsNothing()
    {
        var log = $"log-{_view}";
        var added = Make(3) with { IsScheduled = true, Log = log };
        Assert.True(await Store.TryAddScheduledAsync(added, null, Token));
        Assert.False(await Store.TryAddScheduledAsync(Make(4) with { IsScheduled = true, Log = log }, null, Token));
        Assert.True(await Store.TryAddScheduledAsync(Make(4) with { IsScheduled = true, Log = log + "x" }, null, Token));

        await Store.CompleteAsync(Ended(added, 3), [], Token);
        Assert.False(await Store.TryAddScheduledAsync(Make(5) with { IsScheduled = true, Log = log }, null, Token));
        Assert.True(await Store.TryAddScheduledAsync(Make(5) with { IsScheduled = true, Log = log }, added.Id, Token));
    }

    [Fact]
    public async Task TryAddScheduledAsync_ManyAtOnce_AddsOne()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Store.TryAddScheduledAsync(Make(i) with { IsScheduled = true, Log = $"log-{_view}" }, null, Token)));

        Assert.Single(added, static one => one);
    }

    [Fact]
    public async Task SaveLogAsync_AgainAndAgain_KeepsTheLastOfEachLog()
    {
        var (one, two) = ($"{_view}-1", $"{_view}-2");
        await Store.SaveLogAsync(new LookupLogReport(two, 0, 4), Token);
        await Store.SaveLogAsync(new LookupLogReport(one, 0, 3), Token);
        await Store.SaveLogAsync(new LookupLogReport(two, 2, 9), Token);

        var found = await Store.ListLogsAsync(Token);
        Assert.Equal([new LookupLogReport(one, 0, 3), new(two, 2, 9)], found.Where(report => report.Log.StartsWith(_view, StringComparison.Ordinal)));
    }

    private async Task<(Guid Id, long End)?> FindAsync(string? log) => await Store.FindScheduledAsync(log, Token) is { } found ? (found.Id, found.End) : null;

    private static (Guid Verification, long Differences)? PointOf(AgreementPoint? point) => point is null ? null : (point.Verification, point.Differences);

    private static Verification Make(int days) => new()
    {
        Id = Guid.CreateVersion7((Noon + TimeSpan.FromDays(days)).ToDateTimeOffset()), State = VerificationState.Queued, Request = new VerificationRequest(), CreatedAt = Noon + TimeSpan.FromDays(days),
    };

    private static Verification Ended(Verification verification, int days)
        => verification with { State = VerificationState.Completed, End = 12, Compared = 10, Differences = 1, EndedAt = Noon + TimeSpan.FromDays(days) };

    private static DifferingValue Row() => new(
        5, "churn", "id=1", Noon, 41, "amount", new ComparedValue("PRESENT", Noon, "0.1", "3fb999999999999a"), new ComparedValue("NOT_FOUND", null, null, null));

    private ViewAgreement Of(string view, int version, long differences, int days = 0) => Agreement(days, differences) with { View = new FeatureViewId(view, version) };

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
