using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.Proof;

namespace FeatureStore.DuckDb.Proof;

/// <summary>The questions in a temporary table: number, join keys j0, j1, ..., bound, time and body; and the different keys in another, whose row ids number them.</summary>
internal sealed class QuestionTable(FeatureView view, DuckDbConnection connection)
{
    /// <summary>Name of the table of questions.</summary>
    internal const string Name = "proof_questions";

    /// <summary>Name of the table of keys.</summary>
    internal const string KeyTable = "proof_keys";

    /// <summary>Numbers of the lookups that are asked again.</summary>
    internal const string AgainTable = "proof_again";

    private static readonly DataType Int64 = new(ScalarType.Int64);

    private readonly int _keyCount = view.Entities.Count;

    /// <summary>The largest bound; -1 without questions.</summary>
    internal long LastBound { get; private set; } = -1;

    /// <summary>Takes all questions.</summary>
    internal async Task FillAsync(IAsyncEnumerable<ProofQuestion> questions, CancellationToken cancellationToken)
    {
        DataType[] types = [Int64, .. view.Entities.Select(static entity => entity.Type), Int64, Int64, new(ScalarType.Bytes)];
        connection.Execute($"CREATE TEMP TABLE {Name} ({Sql.List(types.Select(static (type, i) => string.Create(CultureInfo.InvariantCulture, $"c{i} {DuckDbTypes.SqlName(type)}")))})", cancellationToken);
        using (var appender = connection.Append(Name, types))
        {
            await foreach (var question in questions.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                Append(appender, question);
            }

            appender.Complete();
        }

        var keys = Enumerable.Range(1, _keyCount).Select(static column => string.Create(CultureInfo.InvariantCulture, $"c{column} AS j{column - 1}")).DefaultIfEmpty("0 AS nothing");
        connection.Execute($"CREATE TEMP TABLE {KeyTable} AS SELECT DISTINCT {Sql.List(keys)} FROM {Name}", cancellationToken);
    }

    /// <summary>Keeps only these lookups for the next pass.</summary>
    internal void AskAgain(IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {AgainTable} (number BIGINT)", cancellationToken);
        using (var appender = connection.Append(AgainTable, [Int64]))
        {
            foreach (var number in numbers)
            {
                appender.Set(0, number);
                appender.EndRow();
            }

            appender.Complete();
        }

        connection.Execute($"DELETE FROM {Name} WHERE c0 NOT IN (SELECT number FROM {AgainTable})", cancellationToken);
    }

    /// <summary>Key, bound, kind, time, number and body of each question; what a row has besides is left null.</summary>
    /// <param name="kind">The kind of a question.</param>
    /// <param name="others">Columns of rows, as SQL that gives nulls.</param>
    internal string Select(int kind, string others)
    {
        var equal = Enumerable.Range(0, _keyCount).Select(static key => string.Create(CultureInfo.InvariantCulture, $"c{key + 1} = j{key}")).DefaultIfEmpty("true");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {KeyTable}.rowid AS key, c{_keyCount + 1} AS place, {kind} AS kind, c{_keyCount + 2} AS moment, c0 AS number, c{_keyCount + 3} AS body{others} FROM {Name} JOIN {KeyTable} ON {string.Join(" AND ", equal)}");
    }

    private void Append(DuckDbAppender appender, in ProofQuestion question)
    {
        appender.Set(0, question.Number);
        for (var i = 0; i < _keyCount; i++)
        {
            appender.Set(1 + i, question.Key[i]);
        }

        appender.Set(1 + _keyCount, question.Bound);
        appender.Set(2 + _keyCount, question.Time);
        appender.Set(3 + _keyCount, Value.Of(question.Body));
        appender.EndRow();
        LastBound = Math.Max(LastBound, question.Bound);
    }
}
