using System.Runtime.CompilerServices;
using Catalog.Core.Arrow;
using Catalog.Core.Values;
using FeatureStore.Ports;

namespace Ingestion.Tests.Testing;

/// <summary>One table, whatever the path.</summary>
internal sealed class FakeTable(IReadOnlyList<TableColumn> columns, IReadOnlyList<Value[]> rows) : ITableReader
{
    public static FakeTable Empty { get; } = new([], []);

    public Task<IReadOnlyList<TableColumn>> GetColumnsAsync(string path, CancellationToken cancellationToken) => Task.FromResult(columns);

    public Task<IArrowSource> OpenColumnsAsync(string path, CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody asks.");

    public async IAsyncEnumerable<Value[]> ReadAsync(string path, long firstRow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in rows.Skip((int)firstRow))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return row;
        }
    }
}
