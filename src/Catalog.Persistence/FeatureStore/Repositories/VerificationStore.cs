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
            async (context, token) => Read(await context.Verifications
                .Where(static row => row.State == VerificationState.Queued || row.State == VerificationState.Running)
                .OrderBy(static row => row.Id).Select(static row => row.Body)
                .ToListAsync(token).ConfigureAwait(false)),
            cancellationToken);

    public Task<long> GetScheduledEndAsync(CancellationToken cancellationToken)
        => database.ReadAsync(
            (context, token) => context.Verifications
                .Where(static row => row.IsScheduled && row.State == VerificationState.Completed).OrderByDescending(static row => row.Id).Select(static row => row.End)
                .FirstOrDefaultAsync(token),
            cancellationToken);

    public Task<ViewAgreement?> FindLatestAsync(string view, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) => await Told(context).Where(row => row.View == view)
                .OrderByDescending(static row => row.At).ThenByDescending(static row => row.Differences > 0).ThenByDescending(static row => row.Version)
                .Select(static row => row.Body).FirstOrDefaultAsync(token).ConfigureAwait(false) is { } body
                ? BodyJson.Read<ViewAgreement>(body)
                : null,
            cancellationToken);

    public Task<IReadOnlyList<AgreementPoint>> GetHistoryAsync(string? view, Instant since, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<AgreementPoint>>(
            async (context, token) => Points(await Told(context).Where(row => (view == null || row.View == view) && row.At >= since).OrderBy(static row => row.At).ToListAsync(token).ConfigureAwait(false)),
            cancellationToken);

    public Task<IReadOnlyList<AgreementPoint>> ListLatestAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<AgreementPoint>>(
            async (context, token) =>
            {
                var newest = Told(context).GroupBy(static row => row.View).Select(static group => new { View = group.Key, At = group.Max(static row => row.At) });
                var rows = await Told(context).Join(newest, static row => new { row.View, row.At }, static last => last, static (row, _) => row)
                    .OrderBy(static row => row.View).ThenByDescending(static row => row.Differences > 0).ThenByDescending(static row => row.Version).ToListAsync(token).ConfigureAwait(false);
                return Points([.. rows.DistinctBy(static row => row.View)]);
            },
            cancellationToken);

    public Task<int> DeleteBeforeAsync(Instant moment, CancellationToken cancellationToken)
        => database.WriteAsync((context, token) => context.Verifications.Where(row => row.EndedAt < moment).ExecuteDeleteAsync(token), cancellationToken);

    private static IQueryable<AgreementEntity> Told(FeatureStoreDbContext context) => context.Agreements.Where(static row => row.Compared > 0);

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
            Id = verification.Id, State = verification.State, IsScheduled = verification.IsScheduled, End = verification.End, EndedAt = verification.EndedAt, Body = body,
        });
    }

    private static List<AgreementPoint> Points(List<AgreementEntity> rows)
        => rows.ConvertAll(static row => new AgreementPoint(row.VerificationId, new FeatureViewId(row.View, row.Version), row.At, row.Compared, row.Differences));

    private static List<Verification> Read(List<string> bodies) => bodies.ConvertAll(static body => BodyJson.Read<Verification>(body));
}
