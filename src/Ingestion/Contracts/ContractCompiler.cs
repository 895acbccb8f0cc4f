using System.Text.RegularExpressions;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Contracts;

/// <summary>Compiles the contract of a source. Rules that a column's type cannot meet are kept as skipped, with the reason.</summary>
internal sealed class ContractCompiler
{
    private readonly Source _source;
    private readonly Contract? _contract;
    private readonly TimeSpan _patternTimeout;
    private readonly List<NamedRule> _rules = [];
    private readonly List<ColumnCheck> _columns = [];
    private readonly List<UniqueRule> _uniqueRules = [];

    private ContractCompiler(Source source, Contract? contract, TimeSpan patternTimeout)
    {
        _source = source;
        _contract = contract;
        _patternTimeout = patternTimeout;
    }

    /// <exception cref="IngestionException">The contract does not fit the source; the message says why.</exception>
    internal static ContractChecker Compile(Source source, Contract? contract, TimeSpan patternTimeout)
        => new ContractCompiler(source, contract, patternTimeout).Compile();

    private ContractChecker Compile()
    {
        var schema = FindSchema();
        foreach (var property in schema?.Properties ?? [])
        {
            CompileProperty(property);
        }

        if (_columns.TrueForAll(column => column.Column != _source.TimestampColumn))
        {
            CompileProperty(new ContractProperty { Name = _source.TimestampColumn });
        }

        CompilePrimaryKey(schema);
        AddTypeRules();
        if (_source.EarliestEventTime is not null || _source.MaxAhead is not null)
        {
            _rules.Add(new NamedRule(EventRules.EventTimeBounds, _source.TimestampColumn, IsWarning: false));
        }

        _rules.Add(new NamedRule(EventRules.Malformed, null, IsWarning: false));
        var measures = new MeasureCompiler(_source, _uniqueRules, CompilePattern).Compile(schema?.Quality ?? []);
        return new ContractChecker(_source, _contract, _columns, _rules, _uniqueRules, measures);
    }

    private ContractObject? FindSchema()
    {
        if (_contract is null)
        {
            return null;
        }

        return _contract.ObjectFor(_source.Name) ?? throw new IngestionException(
            IngestionErrorCode.InvalidRequest,
            $"Contract '{_contract.Name}' describes {string.Join(", ", _contract.Schema.Select(item => $"'{item.Name}'"))}, and none is named '{_source.Name}' like the source. Name one so in the contract.");
    }

    private void CompileProperty(ContractProperty property)
    {
        var index = SourceColumns.IndexOf(_source, property.Name);
        var isTimestamp = property.Name == _source.TimestampColumn;
        var required = property.Required || property.PrimaryKeyPosition > 0 || isTimestamp
            ? Name(ContractRules.Required, property, forceError: isTimestamp)
            : null;
        if (required is not null)
        {
            _rules.Add(required);
        }

        var rules = index < 0 ? [] : CompileRules(property, _source.Columns[index]);
        _columns.Add(new ColumnCheck(property.Name, index, required, rules));
        if (property.Unique)
        {
            AddUnique(Name(ContractRules.Unique, property), [property.Name]);
        }
    }

    private List<(NamedRule Name, ValueRule Rule)> CompileRules(ContractProperty property, SourceColumn column)
    {
        var type = column.Type;
        var compiled = new List<(NamedRule, ValueRule)>();
        if (LogicalTypeRule.Create(property.LogicalType, column, _source.FileTimeShift) is { } logical)
        {
            compiled.Add((Name(ContractRules.Type, property), logical));
        }

        var isText = type == new DataType(ScalarType.String);
        var needsNumber = type.IsNumeric ? null : $"Column '{property.Name}' of type '{type}' is no number.";
        var needsText = isText ? null : $"Column '{property.Name}' of type '{type}' is no text.";
        Add(null, property.ValidValues is { } values ? new EnumRule(values, type) : null);
        Add(needsNumber, property.Minimum is { } least ? new BoundRule(isMinimum: true, least, exclusive: false) : null);
        Add(needsNumber, property.ExclusiveMinimum is { } above ? new BoundRule(isMinimum: true, above, exclusive: true) : null);
        Add(needsNumber, property.Maximum is { } most ? new BoundRule(isMinimum: false, most, exclusive: false) : null);
        Add(needsNumber, property.ExclusiveMaximum is { } below ? new BoundRule(isMinimum: false, below, exclusive: true) : null);
        Add(needsNumber, property.MultipleOf is { } divisor ? new MultipleOfRule(divisor) : null);
        Add(needsText, property.MinLength is { } shortest ? new LengthRule(isMinimum: true, shortest) : null);
        Add(needsText, property.MaxLength is { } longest ? new LengthRule(isMinimum: false, longest) : null);
        Add(needsText, property.Pattern is { } pattern ? new PatternRule(pattern, CompilePattern(pattern)) : null);
        return compiled;

        void Add(string? skipReason, ValueRule? rule)
        {
            if (rule is null)
            {
                return;
            }

            var name = Name(rule.Kind, property) with { SkipReason = skipReason };
            if (_rules.TrueForAll(known => known.Name != name.Name))
            {
                _rules.Add(name);
            }

            if (skipReason is null)
            {
                compiled.Add((name, rule));
            }
        }
    }

    private void CompilePrimaryKey(ContractObject? schema)
    {
        var parts = (schema?.Properties ?? []).Where(property => property.PrimaryKeyPosition > 0).OrderBy(property => property.PrimaryKeyPosition).ToArray();
        if (parts.Length > 0)
        {
            var columns = parts.Select(part => part.Name).ToArray();
            var isWarning = parts.Any(part => IsWarning(part, ContractRules.PrimaryKey));
            AddUnique(new NamedRule($"{ContractRules.PrimaryKey}:{string.Join('+', columns)}", null, isWarning), columns);
        }
    }

    private void AddUnique(NamedRule rule, string[] columns)
    {
        _rules.Add(rule);
        _uniqueRules.Add(new UniqueRule(
            _source.Name, rule, columns, [.. columns.Select(column => SourceColumns.IndexOf(_source, column))], isMeasure: false));
    }

    private void AddTypeRules()
    {
        foreach (var column in _source.Columns)
        {
            _rules.Add(new NamedRule($"{ContractRules.Type}:{column.Name}", column.Name, IsWarning: false));
        }
    }

    private Regex CompilePattern(string pattern)
        => EcmaPattern.TryCompile(pattern, _patternTimeout, out var regex, out var error) && regex is not null
            ? regex
            : throw new IngestionException(IngestionErrorCode.InvalidRequest, $"Contract '{_contract?.Name}' cannot be checked: {error} Correct 'pattern' in the contract.");

    private static NamedRule Name(string kind, ContractProperty property, bool forceError = false)
        => new($"{kind}:{property.Name}", property.Name, !forceError && IsWarning(property, kind));

    private static bool IsWarning(ContractProperty property, string kind)
        => property.Severities.TryGetValue(kind, out var severity) && severity == ContractRules.Warning;
}
