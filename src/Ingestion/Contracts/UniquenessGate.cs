using Ingestion.Batches;
using Ingestion.Conversions;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Contracts;

/// <summary>
/// Decides which records of a batch repeat a value that must be unique. The first accepted record in log order owns a value; a record that is refused for another reason
/// owns nothing. Calls for one source must come one after the other.
/// </summary>
internal sealed class UniquenessGate(IUniquenessIndex index)
{
    /// <summary>
    /// Adds the violations to the records and returns the claims of those that stay accepted. The claims must be durable before the events are: then a record that is
    /// read again after a crash finds itself as the owner.
    /// </summary>
    internal async Task<IReadOnlyList<UniquenessClaim>> ApplyAsync(
        string fingerprint, IReadOnlyList<CheckedRecord> records, IngestionTally tally, CancellationToken cancellationToken)
    {
        var hashes = records.SelectMany(static record => record.Keys).Select(static key => key.Hash).ToArray();
        if (hashes.Length == 0)
        {
            return [];
        }

        var stored = await index.FindAsync(hashes, cancellationToken).ConfigureAwait(false);
        var owners = new Dictionary<UInt128, RecordPosition>();
        for (var i = 0; i < hashes.Length; i++)
        {
            if (stored[i] is { } owner)
            {
                owners[hashes[i]] = owner;
            }
        }

        var claims = new List<UniquenessClaim>();
        foreach (var record in records)
        {
            Decide(new RecordPosition(fingerprint, record.RecordNumber), record, owners, claims, tally);
        }

        return claims;
    }

    private static void Decide(
        RecordPosition position, CheckedRecord record, Dictionary<UInt128, RecordPosition> owners, List<UniquenessClaim> claims, IngestionTally tally)
    {
        foreach (var key in record.Keys)
        {
            if (owners.TryGetValue(key.Hash, out var owner) && owner != position)
            {
                AddViolation(record, key.Rule, owner, tally);
            }
        }

        foreach (var key in record.Keys)
        {
            if ((record.IsAccepted || key.Rule.IsMeasure) && owners.TryAdd(key.Hash, position))
            {
                claims.Add(new UniquenessClaim(key.Hash, position));
            }
        }
    }

    private static void AddViolation(CheckedRecord record, UniqueRule rule, RecordPosition owner, IngestionTally tally)
    {
        if (rule.IsMeasure)
        {
            tally.CountMeasure(rule.Rule.Name);
        }
        else if (rule.Rule.IsWarning)
        {
            record.Warn(rule.Rule.Name);
        }
        else
        {
            var value = rule.Show(record.Values);
            var columns = string.Join(", ", rule.ColumnNames.Select(name => $"'{name}'"));
            record.Refuse(new Violation(
                rule.Rule.Name, rule.Rule.Column, OffendingText.Cut(value),
                $"The value '{OffendingText.Cut(value)}' of {columns} occurred before: in record {owner.RecordNumber} of '{owner.Fingerprint}'."));
        }
    }
}
