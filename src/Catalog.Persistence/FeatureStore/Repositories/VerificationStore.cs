using Catalog.Core.Values;
using Catalog.Persistence.Model;
using Catalog.Persistence.Storage;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Verifications;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.FeatureStore.Repositories;

internal sealed class VerificationStore(CatalogDatabase<FeatureStoreDbContext> database) : IVerificationStore
{
    public Task SaveAsync(Verification verification, CancellationToken cancellationToken)
        => database.WriteAsync((context, token) => PutAsync(context, verification, token), cancellationToken);

    public Task CompleteAsync(Verification verification, IReadOnlyList<ViewAgreement> agreements, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                await PutAsync(context, verification, token).ConfigureAwait(false);
                context.Agreements.RemoveRange(await context.Agreements.Where(row => row.VerificationId == verification.Id).ToListAsync(token).ConfigureAwait(false));
                context.Agreements.AddRange(agreements.Select(agreement => new AgreementEntity
                {
                    VerificationId = verification.Id,
                    View = agreement.View.Name,
                    Version = agreement.View.Version,
                    At = agreement.At,
                    Compared = agreement.Compared,
                    Differences = agreement.Differences,
                    Body = BodyJson.Write(agreement),
                }));
            },
            cancellationToken);

    public Task<Verification?> FindAsync(Guid id, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) => await context.Verifications.SingleOrDefaultAsync(row => row.Id == id, token).ConfigureAwait(false) is { } row
                ? BodyJson.Read<Verification>(row.Body)
                : null,
            cancellationToken);

    public Task<IReadOnlyList<ViewAgreement>> GetAgreementsAsync(Guid id, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<ViewAgreement>>(
            async (context, token) => (await context.Agreements
                .Where(row => row.VerificationId == id).OrderBy(static row => row.View).ThenBy(static row => row.Version).Select(static row => row.Body)
                .ToListAsync(token).ConfigureAwait(false)).ConvertAll(static body => BodyJson.Read<ViewAgreement>(body)),
            cancellationToken);

    public Task<IReadOnlyList<Verification>> ListAsync(string? view, Guid? before, int count, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<Verification>>(
            async (context, token) =>
            {
                var rows = before is { } last ? context.Verifications.Where(row => row.Id.CompareTo(last) < 0) : context.Verifications;
                rows = view is null ? rows : rows.Where(row => row.Agreements.Any(agreement => agreement.View == view));
                return Read(await rows.OrderByDescending(static row => row.Id).Take(count).Select(static row => row.Body).ToListAsync(token).ConfigureAwait(false));
            },
            cancellationToken);

    public Task<IReadOnlyList<Verification>> ListUnfinishedAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<Verification>>(
            async (context, token) => Read(await Unfinished(context)
                .OrderBy(static row => row.Id).Select(static row => row.Body)
                .ToListAsync(token).ConfigureAwait(false)),
            cancellationToken);

    public Task<bool> TryAddScheduledAsync(Verification verification, Guid? after, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                var log = verification.Log;
                if (await Complete(context, log).Select(static row => (Guid?)row.Id).FirstOrDefaultAsync(token).ConfigureAwait(false) != after
                    || await Unfinished(context).AnyAsync(row => row.IsScheduled && (row.Log == log || row.Log == null), token).ConfigureAwait(false))
                {
                    return false;
                }

                await PutAsync(context, verification, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    public Task<Verification?> FindScheduledAsync(string? log, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) => await Complete(context, log).Select(static row => row.Body).FirstOrDefaultAsync(token).ConfigureAwait(false) is { } body
                ? BodyJson.Read<Verification>(body)
                : null,
            cancellationToken);

    public Task SaveLogAsync(LookupLogReport report, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                var row = await context.LookupLogs.FindAsync([report.Log], token).ConfigureAwait(false) ?? context.LookupLogs.Add(new LookupLogEntity { Log = report.Log }).Entity;
                (row.First, row.End) = (report.First, report.End);
            },
            cancellationToken);

    public Task<IReadOnlyList<LookupLogReport>> ListLogsAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<LookupLogReport>>(
            async (context, token) => await context.LookupLogs
                .OrderBy(static row => row.Log).Select(static row => new LookupLogReport(row.Log, row.First, row.End)).ToListAsync(token).ConfigureAwait(false),
            cancellationToken);

    public Task<IReadOnlyList<ViewAgreement>> FindLatestAsync(IReadOnlyCollection<string> views, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<ViewAgreement>>(
            async (context, token) => (await LatestAsync(Told(context).Where(row => views.Contains(row.View)), token).ConfigureAwait(false))
                .ConvertAll(static row => BodyJson.Read<ViewAgreement>(row.Body)),
            cancellationToken);

    public Task<IReadOnlyList<AgreementPoint>> ListLatestAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<AgreementPoint>>(
            async (context, token) => (await LatestAsync(WithoutBodies(Told(context)), token).ConfigureAwait(false)).ConvertAll(PointOf),
            cancellationToken);

    public Task<IReadOnlyList<AgreementDay>> ListDaysAsync(IReadOnlyCollection<string> views, Instant since, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<AgreementDay>>(
            async (context, token) =>
            {
                // The day is computed in SQL, since instants are numbers there and something else here.
                var days = await context.Database
                    .SqlQuery<DayRow>($"""
                        SELECT "view" AS "View", "at" / 86400000000 AS "Day", "compared" AS "Compared", "differences" AS "Differences" FROM featurestore_agreements
                        WHERE "compared" > 0 AND "at" >= {since.UnixMicroseconds}
                        """)
                    .Where(row => views.Contains(row.View)).GroupBy(static row => new { row.View, row.Day })
                    .Select(static day => new { day.Key.View, day.Key.Day, Compared = day.Sum(static row => row.Compared), Differences = day.Sum(static row => row.Differences) })
                    .ToListAsync(token).ConfigureAwait(false);
                return
                [
                    .. days.Select(static day => new AgreementDay(day.View, DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)day.Day), day.Compared, day.Differences))
                        .OrderBy(static day => day.View, StringComparer.Ordinal).ThenBy(static day => day.Day),
                ];
            },
            cancellationToken);

    public Task<AgreementPoint?> FindLastDifferenceAsync(IReadOnlyCollection<string> views, Instant since, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) => await WithoutBodies(Told(context).Where(row => views.Contains(row.View) && row.At >= since && row.Differences > 0))
                .OrderByDescending(static row => row.At).ThenByDescending(static row => row.VerificationId).FirstOrDefaultAsync(token).ConfigureAwait(false) is { } row
                ? PointOf(row)
                : null,
            cancellationToken);

    public Task<int> DeleteBeforeAsync(Instant moment, CancellationToken cancellationToken)
        => database.WriteAsync((context, token) => context.Verifications.Where(row => row.EndedAt < moment).ExecuteDeleteAsync(token), cancellationToken);

    private static IQueryable<VerificationEntity> Unfinished(FeatureStoreDbContext context)
        => context.Verifications.Where(static row => row.State == VerificationState.Queued || row.State == VerificationState.Running);

    /// <summary>The complete scheduled ones of a log or of all, newest first.</summary>
    private static IQueryable<VerificationEntity> Complete(FeatureStoreDbContext context, string? log) => context.Verifications
        .Where(row => row.IsScheduled && row.State == VerificationState.Completed && (log == null || row.Log == log || row.Log == null)).OrderByDescending(static row => row.Id);

    private static IQueryable<AgreementEntity> Told(FeatureStoreDbContext context) => context.Agreements.Where(static row => row.Compared > 0);

    /// <summary>Rows without what was found in detail, which can be long.</summary>
    private static IQueryable<AgreementEntity> WithoutBodies(IQueryable<AgreementEntity> rows) => rows.Select(static row => new AgreementEntity
    {
        VerificationId = row.VerificationId, View = row.View, Version = row.Version, At = row.At, Compared = row.Compared, Differences = row.Differences, Body = string.Empty,
    });

    /// <summary>Of each view the rows of its newest verification.</summary>
    private static async Task<List<AgreementEntity>> LatestAsync(IQueryable<AgreementEntity> rows, CancellationToken cancellationToken)
    {
        var newest = rows.GroupBy(static row => row.View).Select(static group => new { View = group.Key, At = group.Max(static row => row.At) });
        var found = await rows.Join(newest, static row => new { row.View, row.At }, static last => last, static (row, _) => row).ToListAsync(cancellationToken).ConfigureAwait(false);

        // Two verifications of one moment are as good as impossible, and then the later one counts.
        return
        [
            .. found.GroupBy(static row => row.View).OrderBy(static view => view.Key, StringComparer.Ordinal)
                .SelectMany(static view => view.Where(row => row.VerificationId == view.Max(static row => row.VerificationId)).OrderByDescending(static row => row.Version)),
        ];
    }

    private static async Task PutAsync(FeatureStoreDbContext context, Verification verification, CancellationToken cancellationToken)
    {
        var body = BodyJson.Write(verification);
        if (await context.Verifications.FindAsync([verification.Id], cancellationToken).ConfigureAwait(false) is { } row)
        {
            (row.State, row.End, row.EndedAt, row.Body) = (verification.State, verification.End, verification.EndedAt, body);
            return;
        }

        context.Verifications.Add(new VerificationEntity
        {
            Id = verification.Id, State = verification.State, IsScheduled = verification.IsScheduled, Log = verification.Log, End = verification.End, EndedAt = verification.EndedAt, Body = body,
        });
    }

    private static AgreementPoint PointOf(AgreementEntity row) => new(row.VerificationId, new FeatureViewId(row.View, row.Version), row.At, row.Compared, row.Differences);

    private static List<Verification> Read(List<string> bodies) => bodies.ConvertAll(static body => BodyJson.Read<Verification>(body));

    /// <summary>A row with its day, counted from 1970.</summary>
    private sealed record DayRow(string View, long Day, long Compared, long Differences);
}
