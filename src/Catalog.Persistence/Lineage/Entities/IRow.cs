namespace Catalog.Persistence.Lineage.Entities;

/// <summary>A row that keeps one record of the lineage.</summary>
internal interface IRow<TRecord>
{
    Guid Id { get; set; }

    /// <summary>The record kept here; <paramref name="identity"/> is of the same key and lends its names.</summary>
    TRecord Read(TRecord identity);

    void Write(TRecord record);
}
