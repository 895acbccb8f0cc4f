using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Catalog.Persistence.Storage;

/// <summary>
/// Inserts many rows with prepared statements, past the change tracker, in the transaction of a context: for thousands of rows that takes a fraction of the time. Tables, columns and
/// conversions come from the model, so both engines are served alike.
/// </summary>
internal static class RowInsert
{
    // A round trip to a server costs more than a long statement; SQLite has no round trip, and its client looks each parameter up among all of them.
    private const int RowsAStatementOfAServer = 100;
    private const int RowsAStatementOfSqlite = 1;

    /// <summary>Inserts rows.</summary>
    internal static Task InsertAsync<T>(DbContext context, IReadOnlyList<T> rows, CancellationToken cancellationToken)
        where T : class
        => RunAsync(context, rows, update: null, returned: [], static _ => { }, cancellationToken);

    /// <summary>Inserts rows, or updates those that are there, and reads them back in any order.</summary>
    /// <param name="context">The context with its open transaction.</param>
    /// <param name="rows">The rows, none of them twice; values that the database generates are left out.</param>
    /// <param name="update">What happens to a row that is there.</param>
    /// <param name="returned">Properties to be read back.</param>
    /// <param name="read">Receives a reader that stands on a row of those.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    internal static Task UpsertAsync<T>(
        DbContext context, IReadOnlyList<T> rows, RowUpdate update, IReadOnlyList<string> returned, Action<DbDataReader> read, CancellationToken cancellationToken)
        where T : class
        => RunAsync(context, rows, update, returned, read, cancellationToken);

    private static async Task RunAsync<T>(
        DbContext context, IReadOnlyList<T> rows, RowUpdate? update, IReadOnlyList<string> returned, Action<DbDataReader> read, CancellationToken cancellationToken)
        where T : class
    {
        var statement = new Statement(context, typeof(T), update, returned);
        foreach (var group in rows.Chunk(context.Database.IsNpgsql() ? RowsAStatementOfAServer : RowsAStatementOfSqlite).GroupBy(static part => part.Length))
        {
            var command = statement.MakeCommand(group.Key);
            await using var closing = command.ConfigureAwait(false);
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
            foreach (var part in group)
            {
                statement.Bind(command, part);
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using var reading = reader.ConfigureAwait(false);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    read(reader);
                }
            }
        }
    }

    /// <summary>Writes the statement for rows of one entity.</summary>
    private sealed class Statement
    {
        private readonly DbContext _context;
        private readonly IEntityType _entity;
        private readonly ISqlGenerationHelper _sql;
        private readonly IReadOnlyList<IProperty> _properties;
        private readonly RowUpdate? _update;
        private readonly IReadOnlyList<string> _returned;

        internal Statement(DbContext context, Type entity, RowUpdate? update, IReadOnlyList<string> returned)
        {
            _context = context;
            _entity = context.Model.FindEntityType(entity) ?? throw new InvalidOperationException($"'{entity.Name}' is no entity of '{context.GetType().Name}'.");
            _sql = context.GetService<ISqlGenerationHelper>();
            _properties = [.. _entity.GetProperties().Where(static property => property.ValueGenerated != ValueGenerated.OnAdd)];
            _update = update;
            _returned = returned;
        }

        private string Table => _sql.DelimitIdentifier(_entity.GetTableName()!); // Every entity here has a table.

        internal DbCommand MakeCommand(int rowCount)
        {
            var command = _context.Database.GetDbConnection().CreateCommand();
            command.Transaction = _context.Database.CurrentTransaction?.GetDbTransaction();
            var text = new StringBuilder($"INSERT INTO {Table} ({string.Join(", ", _properties.Select(Column))}) VALUES ");
            for (var row = 0; row < rowCount; row++)
            {
                text.Append(row == 0 ? "(" : ", (").AppendJoin(", ", _properties.Select(property => AddParameter(command, property))).Append(')');
            }

            if (_update is not null)
            {
                AppendUpdate(text, command, _update);
            }

            if (_returned.Count > 0)
            {
                text.Append(" RETURNING ").AppendJoin(", ", _returned.Select(Column));
            }

            command.CommandText = text.ToString();
            return command;
        }

        internal void Bind<T>(DbCommand command, T[] rows)
            where T : class
        {
            for (var row = 0; row < rows.Length; row++)
            {
                for (var column = 0; column < _properties.Count; column++)
                {
                    var value = _properties[column].GetGetter().GetClrValue(rows[row]);
                    command.Parameters[(row * _properties.Count) + column].Value = Convert(_properties[column], value);
                }
            }
        }

        private void AppendUpdate(StringBuilder text, DbCommand command, RowUpdate update)
        {
            text.Append(" ON CONFLICT (").AppendJoin(", ", update.Key.Select(Column)).Append(") DO UPDATE SET ");
            text.AppendJoin(", ", update.Updated.Select(name => $"{Column(name)} = excluded.{Column(name)}"));
            var condition = _entity.GetProperty(update.Property);
            text.Append(CultureInfo.InvariantCulture, $" WHERE {Table}.{Column(condition)} = {AddParameter(command, condition)}");
            command.Parameters[^1].Value = Convert(condition, update.Value);
        }

        private string Column(string property) => Column(_entity.GetProperty(property));

        private string Column(IProperty property) => _sql.DelimitIdentifier(property.GetColumnName());

        private static object Convert(IProperty property, object? value)
            => value is null ? DBNull.Value : property.GetRelationalTypeMapping().Converter?.ConvertToProvider(value) ?? value;

        private static string AddParameter(DbCommand command, IProperty property)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"@p{command.Parameters.Count}");
            command.Parameters.Add(property.GetRelationalTypeMapping().CreateParameter(command, name, value: null, nullable: true));
            return name;
        }
    }
}
