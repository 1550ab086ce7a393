self.afterviewIndex = [
{% for entry in entries %}
{{ [entry.url, entry.kind, entry.title, entry.day | date("date-short") if entry.day else "", entry.text] | tojson }}{% if not loop.last %},{% endif %}

{% endfor %}
];
