using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using Ingestion.Model;

namespace Catalog.Definitions.Linking;

/// <summary>Holds the columns of a source against those of its contract.</summary>
internal static class SourceLinker
{
    public static Source Link(SourceDraft draft, LinkContext context)
    {
        if (draft.Contract is not { } reference || context.Resolve<Contract>(draft, DefinitionKind.Contract, reference) is not { } contract)
        {
            return draft.Source;
        }

        if (contract.ObjectFor(draft.Source.Name) is { } promised)
        {
            CheckColumns(draft, contract, promised, context);
            return draft.Source;
        }

        var objects = contract.Schema.Select(static candidate => candidate.Name).ToList();
        context.Error(
            DefinitionRules.ContractObject, $"The contract '{contract.Name}' describes {objects.Count} objects, none of them named '{draft.Source.Name}'.",
            reference.At, $"Name one of its objects '{draft.Source.Name}'.");
        return draft.Source;
    }

    private static void CheckColumns(SourceDraft draft, Contract contract, ContractObject promised, LinkContext context)
    {
        var columns = draft.Source.Columns.DistinctBy(static column => column.Name).ToDictionary(static column => column.Name, StringComparer.Ordinal);
        var places = context.Draft<ContractDraft>(DefinitionKind.Contract, contract.Name)?.PropertyPlaces;
        foreach (var property in promised.Properties)
        {
            var place = places?.GetValueOrDefault($"{promised.Name}.{property.Name}") ?? draft.Location;
            if (!columns.TryGetValue(property.Name, out var column))
            {
                ReportMissing(draft, contract, property, columns.Keys, place, context);
            }
            else if (column.Type.Element != ScalarType.Invalid && !Fits(property.LogicalType, column.Type))
            {
                context.Error(
                    DefinitionRules.ContractType,
                    $"The contract '{contract.Name}' says that '{property.Name}' is of logical type '{property.LogicalType}', but the column of the source '{draft.Source.Name}' is of type '{column.Type}'.",
                    draft.ColumnPlaces.GetValueOrDefault(column.Name) ?? draft.Location, $"Read the column as {TypesOf(property.LogicalType)}, or change the contract.");
            }
        }
    }

    private static void ReportMissing(
        SourceDraft draft, Contract contract, ContractProperty property, IReadOnlyCollection<string> columns, SourceLocation place, LinkContext context)
    {
        // A required column that nothing fills would refuse every event; another one is a promise not kept, worth a look.
        context.Findings.Add(new Finding(
            property.Required ? FindingSeverity.Error : FindingSeverity.Warning, DefinitionRules.ContractColumn,
            $"The contract '{contract.Name}' promises the column '{property.Name}', which the source '{draft.Source.Name}' does not have.", place,
            NearName.Find(property.Name, columns) is { } near ? Fix.DidYouMean(near) : $"Add the column to the source '{draft.Source.Name}'."));
    }

    private static bool Fits(string? logicalType, DataType type) => logicalType switch
    {
        "string" => type == new DataType(ScalarType.String) || type == new DataType(ScalarType.Bytes),
        "integer" => type == new DataType(ScalarType.Int32) || type == new DataType(ScalarType.Int64),
        "number" => type.IsNumeric,
        "boolean" => type == new DataType(ScalarType.Bool),
        "date" => type == new DataType(ScalarType.Timestamp) || type == new DataType(ScalarType.String),
        "timestamp" => type == new DataType(ScalarType.Timestamp),
        "time" => type == new DataType(ScalarType.String),
        "array" => type.IsList,
        "object" => type == new DataType(ScalarType.String),
        _ => true,
    };

    private static string TypesOf(string? logicalType) => logicalType switch
    {
        "integer" => "int64 or int32",
        "number" => "double, float, int64 or int32",
        "boolean" => "bool",
        "date" => "timestamp or string",
        "timestamp" => "timestamp",
        "array" => "a list",
        _ => "string",
    };
}
