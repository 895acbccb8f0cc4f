namespace Catalog.Client;

/// <summary>The rows of one download. A connection that breaks, or cannot be opened, ends it with <see cref="Failure"/>.</summary>
/// <param name="transport">The way to the server.</param>
/// <param name="call">The download, as CSV.</param>
/// <param name="schema">The columns that it must have.</param>
/// <param name="skip">How many rows at its beginning are passed over.</param>
internal sealed class RowStream(Transport transport, Call call, RowSchema schema, long skip) : IAsyncDisposable
{
    private OpenAnswer? _answer;
    private CsvRecords? _records;
    private long _row;

    /// <summary>The row that was read last.</summary>
    internal object?[] Current { get; private set; } = [];

    /// <summary>Why it ended early, in a way that passes; null when it came to its end.</summary>
    internal CatalogException? Failure { get; private set; }

    /// <summary>Reads the next row; false at the end.</summary>
    /// <exception cref="CatalogException">What came is no row of these columns, or the server refuses.</exception>
    internal async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            _records ??= await OpenAsync(cancellationToken).ConfigureAwait(false);
            if (await _records.NextAsync().ConfigureAwait(false) is not { } record)
            {
                return false;
            }

            _row++;
            Current = schema.Read(record.Span);
            return true;
        }
        catch (CatalogException failure) when (failure.IsTransient)
        {
            Failure = failure;
            return false;
        }
        catch (FormatException failure)
        {
            throw CatalogException.Unexpected(call.Attempted, $"row {_row} cannot be read: {failure.Message}.", failure);
        }
    }

    public ValueTask DisposeAsync() => _answer?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Opens it and reads the header and the first rows.</summary>
    private async Task<CsvRecords> OpenAsync(CancellationToken cancellationToken)
    {
        _answer = await transport.OpenAsync(call, cancellationToken).ConfigureAwait(false);
        var records = new CsvRecords(_answer.ReadAsync);
        CheckNames(await records.NextAsync().ConfigureAwait(false) is { } header ? RowSchema.ReadNames(header.Span) : []);
        for (; _row < skip; _row++)
        {
            _ = await records.NextAsync().ConfigureAwait(false) ?? throw CatalogException.Unexpected(call.Attempted, $"it ended before row {skip}, which had come before.");
        }

        return records;
    }

    private void CheckNames(string[] names)
    {
        var wanted = schema.Columns.Select(static column => column.Name);
        if (!names.SequenceEqual(wanted))
        {
            throw CatalogException.Unexpected(call.Attempted, $"its columns are {string.Join(", ", names)}, but its record says {string.Join(", ", wanted)}. Was it replaced while it was read?");
        }
    }
}
