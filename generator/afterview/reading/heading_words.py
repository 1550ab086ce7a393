"""The words that people write above each section, in English, Spanish, Portuguese and French."""

from collections.abc import Mapping

from afterview.model.section import SectionRole


def _list(words: str) -> tuple[str, ...]:
    return tuple(" ".join(words.split()).split("; "))


HEADINGS: Mapping[SectionRole, tuple[str, ...]] = {
    SectionRole.INTERVIEWER: _list(
        """
        what the interviewer said; what they said; what they told me; what my interviewer said; what was said;
        what i heard; what i was told; interviewer feedback; interviewer's feedback; feedback from the
        interviewer; feedback from my interviewer; feedback received; feedback i got; their feedback;
        interviewer comments; interviewer's comments; interviewer notes; interviewer's notes; notes from the
        interviewer; lo que dijo quien entrevistó; qué dijo quien entrevistó; lo que dijo el entrevistador; lo
        que dijo la entrevistadora; qué me dijeron; lo que me dijeron; lo que me dijo; qué me dijo; comentarios
        del entrevistador; comentarios de la entrevistadora; comentarios recibidos; feedback recibido;
        retroalimentación; o que disse quem entrevistou; o que o entrevistador disse; o que a entrevistadora
        disse; o que me disseram; o que me disse; comentários do entrevistador; comentários da entrevistadora;
        feedback do entrevistador; feedback da entrevistadora; feedback recebido; ce qu'a dit la personne qui
        interviewe; ce que la personne qui interviewe a dit; ce que l'intervieweur a dit; ce que l'intervieweuse
        a dit; ce qu'on m'a dit; ce qu'il m'a dit; ce qu'elle m'a dit; retours de l'intervieweur; retours de
        l'intervieweuse; retour reçu; retours reçus
        """
    ),
    SectionRole.WENT_WELL: _list(
        """
        what went well; what went right; what worked; what worked well; what i did well; what you did well; what
        was good; good; went well; done well; did well; things that went well; things done well; things i did
        well; the good; good things; good points; strengths; strength; key strengths; my strengths; your
        strengths; strong points; areas of strength; strong areas; positives; positive feedback; positive
        points; pros; pluses; highlights; wins; keep doing; keep; continue doing; what to keep; what to keep
        doing; qué salió bien; lo que salió bien; qué fue bien; lo que fue bien; qué funcionó; lo que funcionó;
        lo que hice bien; qué hice bien; salió bien; lo bueno; fortalezas; puntos fuertes; aspectos positivos;
        puntos positivos; lo positivo; aciertos; seguir haciendo; o que foi bem; o que correu bem; o que deu
        certo; o que funcionou; o que fiz bem; deu certo; pontos fortes; forças; pontos positivos; aspectos
        positivos; acertos; continuar fazendo; ce qui a bien marché; ce qui s'est bien passé; ce qui a marché;
        ce qui a fonctionné; ce qui a bien fonctionné; ce que j'ai bien fait; a bien marché; points forts; point
        fort; forces; points positifs; réussites; à garder; à conserver
        """
    ),
    SectionRole.TO_IMPROVE: _list(
        """
        what to improve; what can improve; what can be improved; what could improve; what could be improved;
        what could be better; what could have gone better; what could have been better; what to work on; what i
        need to work on; what i can improve; what i could improve; what didn't go well; what did not go well;
        what didn't go so well; what went wrong; what didn't work; what did not work; what went badly; went less
        well; what went less well; to improve; points to improve; things to improve; improve; improvements;
        areas for improvement; areas of improvement; areas to improve; areas for growth; areas of growth; areas
        for development; areas to work on; improvement areas; growth areas; development areas; growth
        opportunities; opportunities for improvement; opportunities for growth; opportunities to improve; room
        for improvement; needs improvement; needs work; could be better; could be improved; things to work on;
        to work on; work on; weaknesses; weakness; weak points; weak areas; negatives; cons; gaps; concerns;
        constructive feedback; critical feedback; the bad; bad; mistakes; stop doing; start doing; do
        differently; qué mejorar; qué puedo mejorar; lo que puedo mejorar; qué se puede mejorar; qué podría
        mejorar; qué salió mal; lo que salió mal; qué no salió bien; a mejorar; por mejorar; para mejorar; cosas
        a mejorar; cosas por mejorar; puntos a mejorar; puntos de mejora; puntos por mejorar; áreas de mejora;
        áreas a mejorar; áreas de oportunidad; aspectos a mejorar; oportunidades de mejora; lo malo; lo
        negativo; debilidades; puntos débiles; mejoras; o que melhorar; o que posso melhorar; o que pode
        melhorar; o que pode ser melhorado; o que deu errado; o que não deu certo; o que correu mal; o que não
        foi bem; a melhorar; para melhorar; pontos a melhorar; pontos de melhoria; áreas de melhoria; áreas a
        melhorar; oportunidades de melhoria; aspectos a melhorar; fraquezas; pontos fracos; melhorias; à
        améliorer; ce qui s'est mal passé; ce qu'il faut améliorer; quoi améliorer; ce qui peut être amélioré;
        ce que je peux améliorer; ce qui a moins bien marché; ce qui n'a pas marché; points à améliorer; points
        d'amélioration; axes d'amélioration; axe d'amélioration; pistes d'amélioration; axes de progrès; axes de
        progression; points faibles; faiblesses; points négatifs; à travailler
        """
    ),
    SectionRole.WHY: _list(
        """
        why, and what i learned; what i learned; what i learnt; lessons learned; lessons learnt; lessons;
        learnings; key learnings; takeaways; key takeaways; my takeaways; reflection; reflections;
        por qué, y qué aprendí; qué aprendí; lo que aprendí; lecciones aprendidas; aprendizajes; reflexión;
        reflexiones; por quê, e o que aprendi; o que aprendi; lições aprendidas; aprendizados; reflexão;
        reflexões; pourquoi, et ce que j'ai appris; ce que j'ai appris; leçons apprises; enseignements;
        réflexion; réflexions
        """
    ),
    SectionRole.NEXT_TIME: _list(
        """
        next time; for next time; the next time; what i will do next time; what i'll do next time; what i'd do
        differently next time; what i'd do differently; what i'll do differently; what i will do differently;
        what i would do differently; what to change; what to change next time; what i will change next time;
        what i'll change next time; next steps; next step; my next steps; action items; action item; action
        points; action plan; actions; my actions; follow-up actions; commitment; commitments; my commitment; my
        commitments; to do; to-dos; todo; todos; what i will change; what i'll change; plan for next time; la
        próxima vez; para la próxima vez; para la próxima; próximos pasos; siguientes pasos; siguiente paso;
        pasos siguientes; qué haré distinto; qué haré diferente; qué haría distinto; qué haría diferente; qué
        haré la próxima vez; lo que haré la próxima vez; qué cambiaré; qué cambiar; acciones; plan de acción;
        compromiso; compromisos; por hacer; o que farei diferente; o que faria diferente; o que vou mudar; o que
        mudar; passos seguintes; o que farei na próxima vez; da próxima vez; na próxima vez; para a próxima vez;
        próxima vez; próximos passos; próximo passo; ações; plano de ação; itens de ação; compromissos; a fazer;
        la prochaine fois; pour la prochaine fois; prochaine fois; ce que je ferai la prochaine fois; ce que je
        ferai différemment; ce que je ferais différemment; ce que je vais changer; prochaines étapes; prochaine
        étape; prochaines actions; actions à mener; plan d'action; plan d'actions; engagement; engagements; à
        faire
        """
    ),
    SectionRole.FELT: _list(
        """
        how it felt; how i felt; how i feel; how did it feel; feelings; my feelings; cómo me sentí;
        cómo me siento; como me senti; como me sinto; como foi para mim; ce que j'ai ressenti;
        comment je me suis senti; comment je me suis sentie; mon ressenti; ressenti
        """
    ),
    SectionRole.MENTOR: _list(
        """
        question for my mentor; questions for my mentor; question for mentor; questions for mentor;
        to ask my mentor; pregunta para mi mentor; pregunta para mi mentora; preguntas para mi mentor;
        preguntas para mi mentora; pregunta para mentoría; preguntas para mentoría; pergunta para meu mentor;
        pergunta para minha mentora; pergunta para o meu mentor; pergunta para a minha mentora;
        perguntas para meu mentor; perguntas para minha mentora; pergunta para a mentoria;
        perguntas para a mentoria; question pour mon mentor; question pour ma mentore;
        questions pour mon mentor; questions pour ma mentore; question pour le mentorat;
        questions pour le mentorat
        """
    ),
}
"""The words for each section: the templates' own first, then those that people write instead."""
