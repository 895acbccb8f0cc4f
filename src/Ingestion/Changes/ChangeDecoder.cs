using System.Text;
using System.Text.Json;
using Catalog.Core.Text;
using Ingestion.Formats;
using Ingestion.Ports;

namespace Ingestion.Changes;

/// <summary>
/// Takes changes of a table apart, in Debezium's envelope: those of its topics, and those that our own reader of a database writes alike. Values that were never told are never data: a large value that an
/// update did not carry comes from the old row or the change is refused, and of a deleted row only the key is taken. Not thread-safe.
/// </summary>
internal sealed class ChangeDecoder : IPayloadDecoder
{
    private readonly ChangeRules _rules;
    private readonly ChangeRow _after;
    private readonly ChangeRow _before;
    private readonly ChangeFacts _facts;
    private readonly ChangeEnvelope _envelope = new();
    private readonly DebeziumSchemas _schemas = new();

    /// <param name="names">Names of the fields, as <see cref="ChangeField"/> reads them.</param>
    /// <param name="rules">How changes are to be taken.</param>
    internal ChangeDecoder(IReadOnlyList<string> names, ChangeRules rules)
    {
        var fields = names.Select(ChangeField.Parse).ToArray();
        _rules = rules;
        _after = new ChangeRow(fields, ChangePart.After);
        _before = new ChangeRow(fields, ChangePart.Before);
        _facts = new ChangeFacts(fields);
    }

    public bool PassesTombstones => true;

    public ValueTask DecodeAsync(FeedRecord record, ReadOnlyMemory<byte> payload, PayloadFields fields, CancellationToken cancellationToken)
    {
        if (RecordDamage.OfText(payload.Span) is { } damage)
        {
            fields.Refuse(damage);
            return ValueTask.CompletedTask;
        }

        try
        {
            Decode(record, payload, fields);
        }
        catch (Exception error) when (JsonFault.Find(error) is { } fault)
        {
            fields.Refuse($"It is no JSON object: it {fault}.");
        }

        return ValueTask.CompletedTask;
    }

    private void Decode(FeedRecord record, ReadOnlyMemory<byte> payload, PayloadFields fields)
    {
        if (!_envelope.TryRead(payload))
        {
            fields.Refuse("It is no JSON object.");
            return;
        }

        switch (Encoding.UTF8.GetString(_envelope.Op.Span))
        {
            case "c" or "r" or "u":
                DecodeRow(fields);
                break;
            case "d" when _rules.IgnoresDeletes:
            case "t" when _rules.IgnoresDeletes:
            case "m":
            case "" when _envelope.IsNoChange:
                fields.PassOver();
                return;
            case "d":
                DecodeDelete(record, fields);
                break;
            case "t":
                break;
            case "":
                fields.Refuse("It is no change in Debezium's envelope: it has no 'op'. A topic of rows alone, as the transformation ExtractNewRecordState writes them, has 'format: json'.");
                return;
            case var op:
                fields.Refuse($"It is no change that is known: its 'op' is '{op}', where c, u, d, r, t or m would be right.");
                return;
        }

        _facts.Read(_envelope, fields);
    }

    private void DecodeRow(PayloadFields fields)
    {
        if (_envelope.After is not { } after)
        {
            fields.Refuse("It has no row in 'after', which a created, updated or read row has.");
            return;
        }

        var types = _schemas.Of(_envelope.Schema);
        var unchanged = _envelope.Unchanged is { } list ? JsonRow.NamesOf(list) : null;
        _after.Read(after, types, only: null, fields, notesOthers: true);
        if (_envelope.Before is { } before)
        {
            _after.FillUnknown(before, types, unchanged, fields);
            _before.Read(before, types, only: null, fields, notesOthers: false);
        }

        if (_after.FindUnknown(unchanged) is { } name)
        {
            fields.Refuse(
                $"It does not tell the value of '{name}', which is large and was not changed, so that the database did not write it again. With ALTER TABLE ... REPLICA IDENTITY FULL it does, from then on.");
        }
        else if (_rules.IsCaptured && _after.FindMissing() is { } missing)
        {
            fields.Refuse($"It has no column '{missing}', which the source reads: the table had none when it was changed, or it is generated. Correct 'columns' of the source.");
        }
    }

    private void DecodeDelete(FeedRecord record, PayloadFields fields)
    {
        if (record is { Key: null, IsReplayed: true } && _envelope.KeyNames is null)
        {
            fields.Refuse("It is a delete, and which columns are its key stood in the key of the record, which the quarantine does not keep.");
            return;
        }

        var types = _schemas.Of(_envelope.Schema);
        var key = _envelope.KeyNames is { } names ? JsonRow.NamesOf(names) : KeyOf(record);
        if (_envelope.Before is not { } before)
        {
            fields.Refuse("It has no row in 'before', which a deleted row has.");
            return;
        }

        // Without a key there is nothing but the row, so the database told all of it.
        key = key is { Count: 0 } ? null : key;
        _after.Read(before, types, key, fields, notesOthers: false);
        _before.Read(before, types, _rules.HasWholeRows ? null : key, fields, notesOthers: false);
    }

    private static HashSet<string>? KeyOf(FeedRecord record)
    {
        if (record.Key is not { IsEmpty: false } key || key.Span[0] != (byte)'{')
        {
            return null;
        }

        using var document = JsonDocument.Parse(key);
        var isWrapped = document.RootElement.TryGetProperty("schema"u8, out _) && document.RootElement.TryGetProperty("payload"u8, out var payload) && payload.ValueKind == JsonValueKind.Object;
        var names = isWrapped ? document.RootElement.GetProperty("payload"u8) : document.RootElement;
        return [.. names.EnumerateObject().Select(static property => property.Name)];
    }
}
