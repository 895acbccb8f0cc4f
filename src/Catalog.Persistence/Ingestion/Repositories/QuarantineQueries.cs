using Ingestion.Model;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Ingestion.Repositories;

/// <summary>Filters of the quarantine as queries.</summary>
internal static class QuarantineQueries
{
    internal static IQueryable<QuarantinedEntity> Of(IngestionDbContext context, QuarantineFilter filter)
    {
        IQueryable<QuarantinedEntity> rows = context.Quarantined;
        if (filter.Source is { } source)
        {
            rows = rows.Where(row => row.Source == source);
        }

        if (filter.State is { } state)
        {
            rows = rows.Where(row => row.State == state);
        }

        if (filter.Ids is { } ids)
        {
            rows = rows.Where(row => ids.Contains(row.Id));
        }

        if (filter.RunId is { } run)
        {
            rows = rows.Where(row => row.RunId == run);
        }

        if (filter.Rules.Count > 0)
        {
            var rules = filter.Rules;
            rows = rows.Where(row => context.Reasons.Any(reason => reason.EventId == row.Id && rules.Contains(reason.Rule)));
        }

        if (filter.Fingerprint is { } fingerprint)
        {
            rows = rows.Where(row => context.Origins.Any(origin => origin.Id == row.OriginId && origin.Fingerprint == fingerprint));
        }

        if (!string.IsNullOrEmpty(filter.Text))
        {
            var text = filter.Text.ToLowerInvariant();
            rows = rows.Where(row => row.Text.Contains(text));
        }

        return rows;
    }
}
